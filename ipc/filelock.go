//go:build !windows

package ipc

import (
	"context"
	"os"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/locks"
	"gpipe/internal/sys/thread"
)

// FileLock is a lock on a file, as flock(1) and flock(2) have it: programs of
// all kinds exclude each other by it. It belongs to an open file, not to a
// process: a child that inherits the File has the lock as well, and it ends
// when the last of them has closed the file or unlocks it.
//
// The file of a lock stays where it is: to remove it would let two in. See
// Dir.LockPath for one that no other user can touch.
type FileLock struct {
	f *os.File
}

// LockFile opens the file at path, which is made if it is not there, and waits
// until no other has the lock, or ctx is done, whose error it returns then. Shared
// locks exclude only those that are not. Where ctx can end, it tries again and
// again, 4 ms apart at most; who waits in the kernel comes first then.
func LockFile(ctx context.Context, path string, shared bool) (*FileLock, error) {
	return takeFileLock(path, func(fd int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := locks.FlockUntil(fd, lockKind(shared), ctx.Done())
		if err == thread.ErrInterrupted {
			err = ctx.Err()
		}
		return err
	})
}

// TryLockFile is LockFile, but returns ErrBusy where that would wait.
func TryLockFile(path string, shared bool) (*FileLock, error) {
	return takeFileLock(path, func(fd int) error {
		err := files.Flock(fd, lockKind(shared), false)
		if err == sys.EAGAIN {
			err = ErrBusy
		}
		return err
	})
}

func lockKind(shared bool) int {
	if shared {
		return files.LockShared
	}
	return files.LockExclusive
}

// lockFile locks the file that the path leads to when the lock is there.
func takeFileLock(path string, lock func(fd int) error) (*FileLock, error) {
	fd, err := locks.OpenLocked(&locks.LockPath{Dirfd: -1, Path: path, Mode: 0o666, Umask: -1}, lock)
	if err != nil {
		return nil, failed("lock", path, err)
	}
	return &FileLock{os.NewFile(uintptr(fd), path)}, nil
}

// File returns the file that has the lock, for a child to inherit. It is the
// FileLock's.
func (l *FileLock) File() *os.File { return l.f }

// Unlock ends the lock, for children that have inherited it, too, and closes
// the file.
func (l *FileLock) Unlock() error {
	err := withFd(l.f, func(fd int) error { return files.Flock(fd, files.LockNone, true) })
	if e := l.f.Close(); err == nil {
		err = e
	}
	return failed("unlock", l.f.Name(), err)
}

// Close closes the file: children that have inherited it keep the lock.
func (l *FileLock) Close() error { return failed("close", l.f.Name(), l.f.Close()) }
