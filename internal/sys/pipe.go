package sys

import (
	"errors"

	"golang.org/x/sys/unix"
)

// ErrWoken is returned by ReadOr and WriteOr when they were told to stop.
var ErrWoken = errors.New("wait was given up")

// ErrShare is returned by Share when a descriptor can't be given to a child
// without giving it the non-blocking mode, too.
var ErrShare = errors.New("descriptor is non-blocking")

// SetNonblock puts the open file of fd into non-blocking mode.
func SetNonblock(fd int) error { return unix.SetNonblock(fd, true) }

// TryRead reads once into p from a non-blocking fd; EAGAIN when nothing is
// there.
func TryRead(fd int, p []byte) (int, error) {
	for {
		n, err := readOnce(fd, p)
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
		if err := awaitOr(fd, wake, unix.POLLIN); err != nil {
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
			if regular, _ := IsRegular(fd); regular { // which takes what it is given
				n, err = Write(fd, p[done:])
				return done + n, err
			}
			if err := awaitOr(fd, wake, unix.POLLOUT); err != nil {
				return done, err
			}
			// What is ready takes that much without a wait (XBD, PIPE_BUF).
			n, err = writeOnce(fd, p[done:min(len(p), done+pipeBuf)])
		}
		done += max(n, 0)
		if err != nil && err != unix.EINTR && err != unix.EAGAIN {
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

// awaitOr waits until fd is ready, or returns ErrWoken.
func awaitOr(fd, wake int, events int16) error {
	set := [2]unix.PollFd{{Fd: int32(wake), Events: unix.POLLIN}, {Fd: int32(fd), Events: events}}
	for {
		switch _, err := pollOnce(set[:], -1); {
		case err == unix.EINTR:
		case err != nil:
			return err
		case set[0].Revents != 0:
			return ErrWoken
		default:
			return nil
		}
	}
}

// Share duplicates fd for a child: the same open file if that is in blocking
// mode, else the same pipe, FIFO or terminal opened anew in blocking mode.
// Where that can't be had, it returns ErrShare.
func Share(fd int) (int, error) {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return -1, err
	}
	if flags&unix.O_NONBLOCK == 0 {
		return Dup(fd)
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return -1, err
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG, unix.S_IFDIR: // where the mode means nothing
		return Dup(fd)
	}
	return reopen(fd, flags, &st)
}

// HighPipe is Pipe with both ends above the standard streams, whatever the
// process has closed: os.File treats 1 and 2 in a way of their own.
func HighPipe() (r, w int, err error) {
	r, w, err = Pipe()
	if err != nil || r > 2 && w > 2 {
		return r, w, err
	}
	hr, err := Dup(r)
	hw := -1
	if err == nil {
		if hw, err = Dup(w); err != nil {
			Close(hr)
		}
	}
	Close(r)
	Close(w)
	return hr, hw, err
}
