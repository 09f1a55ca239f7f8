package thread

import (
	"errors"
	"syscall"
)

// ErrInterrupted is returned by a call whose wait was given up because done
// was closed.
var ErrInterrupted = errors.New("interrupted")

// Interruptible makes a call that may wait until it returns something else
// than EINTR, or done, which may be nil, is closed.
func Interruptible(done <-chan struct{}, call func() syscall.Errno) error {
	if done != nil {
		return poked(done, call)
	}
	for {
		if e := call(); e != syscall.EINTR {
			return FromErrno(e)
		}
	}
}

func FromErrno(e syscall.Errno) error {
	if e == 0 {
		return nil
	}
	return e
}
