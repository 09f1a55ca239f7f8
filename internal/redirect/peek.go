package redirect

import (
	"bytes"
	"slices"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
)

// fewBytes are read of a pipe one at a time before copying is worth while.
const fewBytes = 96

// wholePipe is the size of a pipe, but of a user who has very many.
const wholePipe = 64 << 10

// peek copies what is in the pipe to buf. The result is 0 at the end of input,
// and errNoTee if the next byte is to be read with singleByte.
func (f *File) peek() (int, error) {
	a := f.ahead
	// What others are about to read must not be in the copy.
	if a.seen < fewBytes || a.single > 0 || !f.openTee() {
		a.seen++
		a.single++
		return 0, errNoTee
	}
	a.grow()
	n, err := pipes.Tee(f.fd, a.pipeW, a.want)
	if n == 0 || err != nil {
		if err != nil && err != syscall.EAGAIN {
			a.single++
			err = errNoTee
		}
		return 0, err
	}
	for a.w < n {
		m, err := sys.Read(a.pipeR, a.buf[a.w:n])
		if m == 0 || err != nil {
			return 0, err
		}
		a.w += m
	}
	return n, nil
}

// openTee makes the pipe for copies, once. Descriptors may be short.
func (f *File) openTee() bool {
	a := f.ahead
	if a.pipeW >= 0 {
		return true
	}
	r, w, err := sys.Pipe()
	if err != nil {
		return false
	}
	a.pipeR, a.pipeW = r, w
	if size, err := pipes.PipeSize(f.fd); err == nil && size >= wholePipe {
		a.credit = wholePipe / 16 // a page
	}
	return true
}

// take reads of the pipe as many bytes as belong to the line by what is in
// buf. What they are can differ if others read the pipe at the same time: then
// they are right, and buf is not.
func (f *File) take(dst []byte, start int, l *Line) (_ []byte, done bool, err error) {
	a, end := f.ahead, len(dst)
	n, done := l.cut(a.buf[a.r:a.w], end-start)
	if f.own.Load() {
		dst = append(dst, a.buf[a.r:a.r+n]...)
		a.r += n
		if a.owed += n; a.owed >= a.credit || a.r == a.w {
			err = f.pay()
		}
		return dst, done, err
	}
	dst = slices.Grow(dst, n)
	m, err := sys.Read(f.fd, dst[end:end+n])
	got := dst[end : end+m]
	if bytes.Equal(got, a.buf[a.r:a.r+n]) {
		a.r += n
		return dst[:end+n], done, err
	}
	a.drop()
	if m == 0 || err != nil {
		return dst, err == nil, err
	}
	n, done = l.cut(got, end-start)
	a.taken = copy(a.buf, got[n:])
	a.w = a.taken
	return dst[:end+n], done, nil
}

// pay takes out of the pipe what was read of the copy.
func (f *File) pay() error {
	a := f.ahead
	for a.owed > 0 {
		n, err := sys.Read(f.fd, a.buf[a.r-a.owed:a.r])
		if n == 0 || err != nil {
			return err
		}
		a.owed -= n
	}
	return nil
}

// close closes the pipe for copies.
func (a *ahead) close() {
	if a.pipeW >= 0 {
		sys.Close(a.pipeR)
		sys.Close(a.pipeW)
	}
}
