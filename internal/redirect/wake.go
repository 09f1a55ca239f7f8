package redirect

import (
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
)

// Waker tells of an end to waiting: WakeFd returns a descriptor that can be
// read when waits are to be given up, or a negative number.
type Waker = poll.Waker

// ErrWoken is returned by an operation that a Waker made give up waiting.
var ErrWoken = sys.ErrWoken

// ReadOr is Read, but returns ErrWoken when w says not to wait.
func ReadOr(f *File, w Waker, p []byte) (int, error) {
	if f.capture != nil {
		return 0, syscall.EBADF
	}
	if m := f.inMemory(); m != nil {
		return m.read(p), nil
	}
	if n := f.direct(p); n > 0 {
		return n, nil
	}
	return poll.ReadWake(f.fd, w, p)
}

// WriteOr is Write, but returns ErrWoken when w says not to wait.
func WriteOr(f *File, w Waker, p []byte) (int, error) {
	if f.capture != nil {
		return f.capture.write(p)
	}
	if f.memory.Load() != nil {
		return 0, syscall.EBADF
	}
	if f.own.Load() {
		f.share()
	}
	return poll.WriteWake(f.fd, w, p)
}

// SayOr is WriteOr for a message: w, which gives up waiting, does not give up what
// needs no wait.
func SayOr(f *File, w Waker, p []byte) (int, error) {
	n, err := WriteOr(f, w, p)
	if err != ErrWoken {
		return n, err
	}
	more, e := poll.WriteReady(f.fd, p[n:])
	if n += more; e != nil || n == len(p) {
		err = e
	}
	return n, err
}

// StopOn makes a pipe the Capture becomes read to its end only as long as w
// does not say otherwise. It is called before there is a second reference.
func (c *Capture) StopOn(w Waker) { c.waker = w }
