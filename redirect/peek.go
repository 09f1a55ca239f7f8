package redirect

import (
	"bytes"
	"slices"
	"syscall"

	"gpipe/internal/sys"
)

// fewBytes are read of a pipe one at a time before copying is worth while.
const fewBytes = 96

// peek copies what is in the pipe to buf. The result is 0 at the end of input,
// and errNoTee if the next byte is to be read alone.
func (f *File) peek() (int, error) {
	a := f.ahead
	if a.seen < fewBytes {
		a.seen++
		return 0, errNoTee
	}
	if a.pipeW < 0 {
		var err error
		if a.pipeR, a.pipeW, err = sys.Pipe(); err != nil {
			a.pipeR, a.pipeW = -1, -1
			return 0, errNoTee // descriptors may be short
		}
	}
	a.grow()
	n, err := sys.Tee(f.fd, a.pipeW, a.want)
	if n == 0 || err != nil {
		if err != nil && err != syscall.EAGAIN {
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

// take reads of the pipe as many bytes as belong to the line by what is in
// buf. What they are can differ if others read the pipe at the same time: then
// they are right, and buf is not.
func (f *File) take(dst []byte, start int, l *Line) (_ []byte, done bool, err error) {
	a, end := f.ahead, len(dst)
	n, done := l.cut(a.buf[a.r:a.w], end-start)
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

// close closes the pipe for copies.
func (a *ahead) close() {
	if a.pipeW >= 0 {
		sys.Close(a.pipeR)
		sys.Close(a.pipeW)
	}
}
