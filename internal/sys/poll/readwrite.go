package poll

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// TryRead reads once into p from a non-blocking fd; EAGAIN when nothing is
// there.
func TryRead(fd int, p []byte) (int, error) {
	for {
		n, err := sys.ReadOnce(fd, p)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}

// ReadOr is Read, but returns ErrWoken when it would have to wait and the fd
// wake can be read or is at its end.
func ReadOr(fd, wake int, p []byte) (int, error) {
	for {
		n, err := readNow(fd, p)
		if !mustWait(err) {
			return max(n, 0), err
		}
		if _, err := sys.Await(fd, wake, unix.POLLIN, -1); err != nil {
			return 0, err
		}
		if n, err := TryRead(fd, p); err != unix.EAGAIN {
			return n, err
		}
	}
}

// WriteOr is Write, but returns ErrWoken when it would have to wait and the
// fd wake can be read or is at its end.
func WriteOr(fd, wake int, p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n, err := writeNow(fd, p[done:])
		if mustWait(err) {
			if regular, _ := files.IsRegular(fd); regular { // which takes what it is given
				n, err = sys.Write(fd, p[done:])
				return done + n, err
			}
			if _, err := sys.Await(fd, wake, unix.POLLOUT, -1); err != nil {
				return done, err
			}
			// What is ready takes that much without a wait (XBD, PIPE_BUF).
			n, err = sys.WriteOnce(fd, p[done:min(len(p), done+pipeBuf)])
		}
		done += max(n, 0)
		if err != nil && err != unix.EINTR && err != unix.EAGAIN {
			return done, err
		}
	}
	return done, nil
}

// WriteReady writes as much of p to fd as that takes without a wait.
func WriteReady(fd int, p []byte) (int, error) {
	done := 0
	for done < len(p) {
		ready, err := sys.PollFor(fd, unix.POLLOUT, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil || !ready {
			return done, err
		}
		n, err := sys.WriteOnce(fd, p[done:min(len(p), done+pipeBuf)])
		done += max(n, 0)
		if err != nil && err != unix.EINTR {
			return done, err
		}
	}
	return done, nil
}

// pipeBuf is the largest write that a pipe takes all or nothing of; POSIX
// warrants 512.
const pipeBuf = 512

// mustWait tells whether err says that a call would have had to wait, or can't
// be made without: here, on this file, or by a filter of system calls. Then
// the plain call tells what there is to tell.
func mustWait(err error) bool {
	switch err {
	case unix.EAGAIN, unix.EINTR, unix.EOPNOTSUPP, unix.ENOSYS, unix.EPERM, unix.EACCES, unix.EINVAL:
		return true
	}
	return false
}
