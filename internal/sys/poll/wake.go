// Package poll waits, in ways that can be given up: for descriptors, and for time.
package poll

import (
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// Waker tells of an end to waiting.
type Waker interface {
	// WakeFd returns a descriptor that can be read when waits are to be
	// given up; negative, if that is never the case.
	WakeFd() int
}

// Woken tells whether w, which may be nil, says to give up now: for those who
// work on and on without having to wait.
func Woken(w Waker) bool {
	if w == nil {
		return false
	}
	fd := w.WakeFd()
	if fd < 0 {
		return false
	}
	ready, _ := sys.PollFor(fd, unix.POLLIN, 0)
	return ready
}

// ReadWake is Read, but returns ErrWoken when it would have to wait and w says
// not to. It asks w only then; nil never says so.
func ReadWake(fd int, w Waker, p []byte) (int, error) {
	if w == nil {
		return sys.Read(fd, p)
	}
	n, err := readNow(fd, p)
	if !mustWait(err) {
		return max(n, 0), err
	}
	if wake := w.WakeFd(); wake >= 0 {
		return ReadOr(fd, wake, p)
	}
	return sys.Read(fd, p)
}

// WriteWake is Write, but returns ErrWoken when it would have to wait and w
// says not to. It asks w only then; nil never says so.
func WriteWake(fd int, w Waker, p []byte) (int, error) {
	if w == nil || len(p) == 0 {
		return sys.Write(fd, p)
	}
	n, err := writeNow(fd, p)
	n = max(n, 0)
	switch {
	case err == nil && n == len(p):
		return n, nil
	case err != nil && !mustWait(err):
		return n, err
	}
	more := 0
	if wake := w.WakeFd(); wake >= 0 {
		more, err = WriteOr(fd, wake, p[n:])
	} else {
		more, err = sys.Write(fd, p[n:])
	}
	return n + more, err
}

// WaitReadableWake is WaitReadable, but returns ErrWoken when w says not to
// wait any more.
func WaitReadableWake(fd int, w Waker, timeout time.Duration) (bool, error) {
	wake := -1
	if w != nil {
		wake = w.WakeFd()
	}
	return sys.Await(fd, wake, unix.POLLIN, timeout)
}

// WaitReadableEither is WaitReadableWake with two who may say so; nil never does.
func WaitReadableEither(fd int, w, other Waker, timeout time.Duration) (bool, error) {
	wakes := [2]int{-1, -1}
	for i, w := range [2]Waker{w, other} {
		if w != nil {
			wakes[i] = w.WakeFd()
		}
	}
	return sys.AwaitEither(fd, wakes[0], wakes[1], unix.POLLIN, timeout)
}
