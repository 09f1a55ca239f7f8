package locks

import (
	"math"
	"syscall"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/thread"
)

// turnAt is the place whose holder looks for a free one while the others wait.
const turnAt = math.MaxInt64 - 1

// LockPlace locks one of the first n bytes of the file fd, which is open for
// writing and need not have any: at most n open files have one. A child has the
// place of the open file that it inherits. Without wait it is EAGAIN if none is
// free; a wait ends with ErrInterrupted when done is closed.
func LockPlace(fd, n int, wait bool, done <-chan struct{}) error {
	try := func() syscall.Errno { return freePlace(fd, n) }
	if e := try(); e != syscall.EAGAIN || !wait {
		return thread.FromErrno(e)
	}
	err := lockUntil(done, func(wait bool) syscall.Errno {
		if wait {
			return setPlace(fd, turnAt, unix.F_WRLCK, unix.F_OFD_SETLKW)
		}
		return setPlace(fd, turnAt, unix.F_WRLCK, unix.F_OFD_SETLK)
	})
	if err != nil {
		return err
	}
	defer setPlace(fd, turnAt, unix.F_UNLCK, unix.F_OFD_SETLK)
	return look(done, try)
}

// freePlace locks the first place that is free.
func freePlace(fd, n int) syscall.Errno {
	for i := range n {
		switch e := setPlace(fd, int64(i), unix.F_WRLCK, unix.F_OFD_SETLK); e {
		case syscall.EAGAIN, syscall.EACCES:
		default:
			return e
		}
	}
	return syscall.EAGAIN
}

func setPlace(fd int, at int64, kind int16, cmd int) syscall.Errno {
	l := unix.Flock_t{Type: kind, Start: at, Len: 1}
	for {
		if e := errnoOf(unix.FcntlFlock(uintptr(fd), cmd, &l)); e != syscall.EINTR {
			return e
		}
	}
}
