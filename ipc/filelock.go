package ipc

import (
	"context"
	"os"
	"time"

	"gpipe/internal/sys"
)

// How long Lock sleeps before it tries again: the first time, and at most.
const (
	firstTry = 100 * time.Microsecond
	lastTry  = 4 * time.Millisecond
)

// FileLock is a lock on a file, as flock(1) and flock(2) have it: programs of
// all kinds exclude each other by it. It belongs to an open file, not to a
// process: a child that inherits the File has the lock as well, and it ends
// when the last of them has closed the file or unlocks it.
//
// The file of a lock stays where it is: to remove it would let two in.
type FileLock struct {
	f *os.File
}

// LockFile opens the file at path, which is made if it is not there, and waits
// until no other has the lock, or ctx is done. Shared locks exclude only those
// that are not. Where ctx can end, it tries again and again, 4 ms apart at most;
// who waits in the kernel comes first then.
func LockFile(ctx context.Context, path string, shared bool) (*FileLock, error) {
	return lockFile(path, func(fd int) error { return flock(ctx, fd, shared) })
}

// TryLockFile is LockFile, but returns ErrBusy where that would wait.
func TryLockFile(path string, shared bool) (*FileLock, error) {
	return lockFile(path, func(fd int) error { return tryFlock(fd, shared) })
}

// lockFile locks the file that the path leads to when the lock is there: it may
// be another one than was opened.
func lockFile(path string, lock func(fd int) error) (*FileLock, error) {
	for {
		fd, err := openLockFile(path)
		if err != nil {
			return nil, failed("lock", path, err)
		}
		if err := lock(fd); err != nil {
			sys.Close(fd)
			return nil, failed("lock", path, err)
		}
		mine, err := sys.StatFd(fd)
		if err != nil {
			sys.Close(fd)
			return nil, failed("lock", path, err)
		}
		if there, err := sys.StatFile(-1, path, true); err == nil && there.SameAs(&mine) {
			return &FileLock{os.NewFile(uintptr(fd), path)}, nil
		}
		sys.Close(fd)
	}
}

// openLockFile opens a file, or a directory, as flock(1) does. A file that may
// only be read can be locked, too.
func openLockFile(path string) (int, error) {
	fd, err := sys.Open(-1, path, sys.ReadOnly|sys.CreateFile|sys.NoTerminal, 0o666)
	if err == sys.EISDIR {
		fd, err = sys.Open(-1, path, sys.ReadOnly, 0)
	}
	return fd, err
}

func tryFlock(fd int, shared bool) error {
	kind := sys.LockExclusive
	if shared {
		kind = sys.LockShared
	}
	if err := sys.Flock(fd, kind, false); err == sys.EAGAIN {
		return ErrBusy
	} else {
		return err
	}
}

func flock(ctx context.Context, fd int, shared bool) error {
	if ctx.Done() == nil {
		kind := sys.LockExclusive
		if shared {
			kind = sys.LockShared
		}
		return sys.Flock(fd, kind, true)
	}
	for nap := firstTry; ; nap = min(2*nap, lastTry) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tryFlock(fd, shared); err != ErrBusy {
			return err
		}
		t := time.NewTimer(nap)
		select {
		case <-ctx.Done():
			t.Stop()
		case <-t.C:
		}
	}
}

// File returns the file that has the lock, for a child to inherit. It is the
// FileLock's.
func (l *FileLock) File() *os.File { return l.f }

// Unlock ends the lock, for children that have inherited it, too, and closes
// the file.
func (l *FileLock) Unlock() error {
	err := withFd(l.f, func(fd int) error { return sys.Flock(fd, sys.LockNone, true) })
	if e := l.f.Close(); err == nil {
		err = e
	}
	return failed("unlock", l.f.Name(), err)
}

// Close closes the file: children that have inherited it keep the lock.
func (l *FileLock) Close() error { return failed("close", l.f.Name(), l.f.Close()) }
