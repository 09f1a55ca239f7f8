// Package sys and the packages below it are the only ones of gpipe that make
// system calls. Here is what all use: descriptors, errors, ids, faults for tests,
// and the entry hook, which runs before the Go runtime.
//
// Every fd it creates is close-on-exec. Reads and writes are raw: a write to
// a pipe without readers returns EPIPE and nothing else, whichever fd it is.
package sys

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Open opens path, relative to the directory dirfd (negative: the process's
// cwd), with close-on-exec.
func Open(dirfd int, path string, flags int, mode uint32) (int, error) {
	if dirfd < 0 {
		dirfd = unix.AT_FDCWD
	}
	for {
		if e := Fault(AtOpen); e != 0 && e != unix.EINTR {
			return -1, e
		}
		had := manyFiles()
		fd, err := unix.Openat(dirfd, path, flags|unix.O_CLOEXEC, mode)
		if err != unix.EINTR && !moreFiles(err, had) {
			return fd, err
		}
	}
}

// Close closes fd. It is never retried: after EINTR the fd is gone.
func Close(fd int) error {
	err := unix.Close(fd)
	if err == unix.EINTR {
		return nil
	}
	return err
}

// Dup duplicates fd to the lowest free number from 10 up, close-on-exec.
func Dup(fd int) (int, error) {
	if e := Fault(AtDup); e != 0 {
		return -1, e
	}
	for {
		had := manyFiles()
		n, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 10)
		if !moreFiles(err, had) {
			return n, err
		}
	}
}

// DupTo makes the descriptor to, close-on-exec, a duplicate of from.
func DupTo(from, to int) error {
	if from == to {
		return nil
	}
	return dup3(from, to)
}

// Vacate makes fd, one of 0 to 2, stand for nothing that was open: for the null
// device, since what is opened next must not get its number.
func Vacate(fd int) error {
	null, err := Open(-1, "/dev/null", unix.O_RDWR, 0)
	if err != nil {
		if null, err = Open(-1, "/", OpenPath, 0); err != nil {
			return err
		}
	}
	defer Close(null)
	return DupTo(null, fd)
}

// Read reads once into p.
func Read(fd int, p []byte) (int, error) {
	for {
		n, err := ReadOnce(fd, p)
		switch err {
		case nil:
			return n, nil
		case unix.EINTR:
		case unix.EAGAIN:
			if _, err := Await(fd, -1, unix.POLLIN, -1); err != nil {
				return 0, err
			}
		default:
			return 0, err
		}
	}
}

// Write writes all of p, or returns how much it wrote and why not more.
func Write(fd int, p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n, err := WriteOnce(fd, p[done:])
		if n > 0 {
			done += n
		}
		switch err {
		case nil, unix.EINTR:
		case unix.EAGAIN:
			if _, err := Await(fd, -1, unix.POLLOUT, -1); err != nil {
				return done, err
			}
		default:
			return done, err
		}
	}
	return done, nil
}

// Errno returns the errno inside err, or 0.
func Errno(err error) syscall.Errno {
	for err != nil {
		if e, ok := err.(syscall.Errno); ok {
			return e
		}
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			return 0
		}
		err = u.Unwrap()
	}
	return 0
}
