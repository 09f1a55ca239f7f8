// Package locks has locks of files, and files whose lock says that a process lives.
package locks

import (
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/thread"
)

// LockPath says which file is to be locked.
type LockPath struct {
	Dirfd  int
	Path   string
	Mode   uint32 // of a new file
	Umask  int    // negative: that of the process
	Direct bool   // a symbolic link is an error
	Write  bool   // it is opened for writing, too, as places need it
}

// OpenLocked opens a file, or a directory, makes a file if there is nothing, and
// locks it by calling lock. What it returns is locked, and is what the path leads
// to at that time: another one may be there than was opened.
func OpenLocked(at *LockPath, lock func(fd int) error) (int, error) {
	for {
		fd, err := at.open()
		if err != nil {
			return -1, err
		}
		there := false
		if err = lock(fd); err == nil {
			there, err = at.leadsTo(fd)
		}
		if there && err == nil {
			return fd, nil
		}
		sys.Close(fd)
		if err != nil {
			return -1, err
		}
	}
}

// open opens the file. One that may only be read can be locked, too, and one of
// another user in a directory like /tmp, which must not be opened as if to make
// it. A FIFO is not waited for.
func (at *LockPath) open() (int, error) {
	flags := unix.O_RDONLY | unix.O_NOCTTY | unix.O_NONBLOCK
	if at.Write {
		flags |= unix.O_RDWR
	}
	if at.Direct {
		flags |= unix.O_NOFOLLOW
	}
	fd, err := files.Create(at.Dirfd, at.Path, flags|unix.O_CREAT, at.Mode, at.Umask)
	if err == unix.EISDIR || err == unix.EACCES {
		if fd, e := sys.Open(at.Dirfd, at.Path, flags, 0); e == nil {
			return fd, nil
		}
	}
	return fd, err
}

func (at *LockPath) leadsTo(fd int) (bool, error) {
	mine, err := files.StatFd(fd)
	if err != nil {
		return false, err
	}
	there, err := files.StatFile(at.Dirfd, at.Path, !at.Direct)
	return err == nil && there.SameAs(&mine), nil
}

// FlockUntil is Flock that waits, but gives up with ErrInterrupted when done,
// which may be nil, is closed.
func FlockUntil(fd, kind int, done <-chan struct{}) error {
	return lockUntil(done, func(wait bool) syscall.Errno {
		k := kind
		if !wait {
			k |= unix.LOCK_NB
		}
		return errnoOf(unix.Flock(fd, k))
	})
}

// lockUntil makes a call that waits for a lock. Where it is to give up when done
// is closed, repeated looks take the place of the wait: nothing ends that, since
// the kernel resumes it after the handlers of the Go runtime. So they do where
// many wait already, each of which may cost a thread.
func lockUntil(done <-chan struct{}, lock func(wait bool) syscall.Errno) error {
	defer lockWaiters.Add(-1)
	if lockWaiters.Add(1) <= mostLockWaiters && done == nil {
		return thread.Interruptible(nil, func() syscall.Errno { return lock(true) })
	}
	return look(done, func() syscall.Errno { return lock(false) })
}

// lockWaiters is how many calls in this process wait for a lock.
var lockWaiters atomic.Int32

// mostLockWaiters is how many may wait in the kernel.
const mostLockWaiters = 8

func errnoOf(err error) syscall.Errno {
	e, _ := err.(syscall.Errno)
	return e
}

// How long a lock that cannot be waited for is left alone between two looks:
// the first time, and at most.
const (
	firstLook = 100 * time.Microsecond
	lastLook  = 4 * time.Millisecond
)

// look calls try until it returns something else than EAGAIN, or done is closed.
func look(done <-chan struct{}, try func() syscall.Errno) error {
	t := time.NewTimer(0)
	defer t.Stop()
	for nap := firstLook; ; nap = min(2*nap, lastLook) {
		switch e := try(); e {
		case syscall.EAGAIN, syscall.EACCES, syscall.EINTR: // as fcntl has it
		default:
			return thread.FromErrno(e)
		}
		t.Reset(nap)
		select {
		case <-done:
			return thread.ErrInterrupted
		case <-t.C:
		}
	}
}
