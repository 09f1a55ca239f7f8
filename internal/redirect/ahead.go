package redirect

import (
	"slices"
	"syscall"

	"gpipe/internal/sys/files"
	"gpipe/internal/sys/poll"
)

// ahead is what was read of an open file before it was asked for. Whoever else
// has that file open does not notice:
//
//   - The position of a file that only this process can use (File.own) is kept
//     here, and made real when the descriptor is first handed out.
//   - That of another file is set to the end of each line at once. The system
//     call that does it tells whether somebody has moved it meanwhile, so that
//     what was read ahead is out of place.
//   - Of a pipe the bytes are copied, with tee(2), and each line is taken out
//     when it is read. If only this process can read the pipe, the copy is
//     good for more than one line, and lines are taken out when they come to
//     a page: to who writes, the pipe is at most that much smaller.
//
// It is guarded by File.mu.
type ahead struct {
	kind  files.Kind
	buf   []byte // buf[r:w] is what comes next
	r, w  int
	want  int // how much to read the next time
	epoch uint64

	pos int64 // of a file: where buf[r] is; the position, if the file is own

	seen         int // bytes of the pipe that were read one at a time
	single       int // readers that are about to read one byte
	pipeR, pipeW int // for copies, -1 while there is none
	taken        int // bytes of buf that are no longer in the pipe
	owed         int // bytes before buf[r] that are to be taken out of the pipe
	credit       int // how many that may be
}

// How much is read ahead grows from the least to the most as it is used up.
const (
	leastAhead = 512
	mostAhead  = 64 << 10
)

// grow makes the next read larger than the one that has been used up.
func (a *ahead) grow() {
	if a.w > 0 {
		a.want = min(4*a.want, mostAhead)
	}
	if len(a.buf) < a.want {
		a.buf = make([]byte, a.want)
	}
	a.r, a.w = 0, 0
}

// drop forgets what was read ahead.
func (a *ahead) drop() {
	if a.r < a.w {
		a.want = leastAhead
	}
	a.r, a.w = 0, 0
}

// share makes the position of f real, as somebody else is going to use it.
func (f *File) share() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if a := f.ahead; f.own.Load() && a != nil {
		switch a.kind {
		case files.KindRegular:
			files.SetPosition(f.fd, a.pos) // a regular file has one
		case files.KindFIFO:
			f.pay() // what is there is read without fail
		}
		a.drop()
	}
	f.own.Store(false)
}

// fileLine is ReadLine of a regular file. f.mu is held.
func (f *File) fileLine(dst []byte, l *Line) ([]byte, error) {
	a, start := f.ahead, len(dst)
	if a.epoch != l.Epoch {
		a.drop()
		a.epoch = l.Epoch
	}
	if a.r == a.w && !f.own.Load() {
		var err error
		if a.pos, err = files.Move(f.fd, 0); err != nil {
			return dst, err
		}
	}
	for {
		if a.r == a.w && l.NoDelim && l.Max == 0 {
			return f.rest(dst)
		}
		if a.r == a.w {
			a.grow()
			n, err := files.ReadAt(f.fd, a.buf[:a.want], a.pos)
			if n == 0 || err != nil {
				return dst, err
			}
			a.w = n
		}
		n, done := l.cut(a.buf[a.r:a.w], len(dst)-start)
		ok, err := f.advance(n)
		if err != nil {
			return dst, err
		}
		if !ok {
			continue
		}
		dst = append(dst, a.buf[a.r:a.r+n]...)
		a.r += n
		if done {
			return dst, nil
		}
	}
}

// mostExpected bounds the memory that is made for what a file says it has.
const mostExpected = 64 << 20

// rest appends what a regular file has from f's position on. f.mu is held, and
// nothing of it was read ahead.
func (f *File) rest(dst []byte) ([]byte, error) {
	a := f.ahead
	if size, err := files.SizeOf(f.fd); err == nil {
		dst = slices.Grow(dst, int(min(max(size-a.pos, 0), mostExpected))+leastAhead)
	}
	for {
		dst = slices.Grow(dst, leastAhead)
		n, err := files.ReadAt(f.fd, dst[len(dst):cap(dst)], a.pos)
		if n == 0 || err != nil {
			return dst, err
		}
		ok, err := f.advance(n)
		if err != nil {
			return dst, err
		}
		if ok {
			dst = dst[:len(dst)+n]
		}
	}
}

// advance moves the position by n bytes, and tells whether it was where it
// should have been. If not, everything read ahead is dropped, and the position
// is what it was.
func (f *File) advance(n int) (bool, error) {
	a := f.ahead
	if f.own.Load() {
		a.pos += int64(n)
		return true, nil
	}
	pos, err := files.Move(f.fd, int64(n))
	if err != nil {
		return false, err
	}
	if pos == a.pos+int64(n) {
		a.pos = pos
		return true, nil
	}
	a.drop()
	a.pos, err = files.Move(f.fd, -int64(n))
	return false, err
}

// direct prepares f for a read(2): the position is real, and what was taken
// out of a pipe too early comes first.
func (f *File) direct(p []byte) int {
	if f.own.Load() {
		f.share()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.ahead
	if a == nil || a.taken == 0 {
		return 0
	}
	n := copy(p, a.buf[a.r:a.r+a.taken])
	a.r += n
	a.taken -= n
	return n
}

// pipeLine is ReadLine of a pipe.
func (f *File) pipeLine(dst []byte, l *Line) ([]byte, error) {
	start, look := len(dst), len(dst)+endless
	if !f.own.Load() {
		f.recopy()
	}
	for {
		if len(dst) > look {
			if look = len(dst) + endless; poll.Woken(l.Waker) {
				return dst, ErrWoken
			}
		}
		more, done, err := f.pipePart(dst, start, l)
		dst = more
		switch {
		case err == syscall.EAGAIN:
			err = f.wait(l)
		case err == errNoTee:
			dst, done, err = f.singleByte(dst, start, l)
		}
		if done || err != nil {
			return dst, err
		}
	}
}

// singleByte appends the next byte, as peek said.
func (f *File) singleByte(dst []byte, start int, l *Line) (_ []byte, done bool, err error) {
	c, n, err := f.oneByte(l)
	f.mu.Lock()
	f.ahead.single--
	f.mu.Unlock()
	if n == 0 || err != nil {
		return dst, true, err
	}
	dst = append(dst, c)
	_, done = l.cut(dst[len(dst)-1:], len(dst)-1-start)
	return dst, done, nil
}

// recopy drops the copy of what may have been read by others.
func (f *File) recopy() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ahead.taken == 0 {
		f.ahead.drop()
	}
}

// errNoTee is for pipes that are read a byte at a time.
const errNoTee = syscall.ENOTSUP

// pipePart appends a part of the line, which begins at start of dst, up to its
// end or to that of what is in the pipe. It never waits: EAGAIN.
func (f *File) pipePart(dst []byte, start int, l *Line) (_ []byte, done bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.ahead
	if a.r == a.w {
		if n, err := f.peek(); n == 0 || err != nil {
			return dst, err == nil, err
		}
	}
	if a.taken > 0 {
		n, done := l.cut(a.buf[a.r:a.w], len(dst)-start)
		dst = append(dst, a.buf[a.r:a.r+n]...)
		a.r += n
		a.taken -= n
		return dst, done, nil
	}
	return f.take(dst, start, l)
}
