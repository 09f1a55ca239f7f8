package sys

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Errors that packages above return themselves.
const (
	EINVAL = syscall.EINVAL
	EBADF  = syscall.EBADF
)

// IsFailure tells whether err is a failure of the machine, or a want of its
// resources, and no answer about the file that was asked for.
func IsFailure(err error) bool {
	switch Errno(err) {
	case syscall.EIO, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE:
		return true
	}
	return false
}

// IsLack tells whether an error is the want of something that may be there at
// another time.
func IsLack(e syscall.Errno) bool {
	switch e {
	case syscall.EAGAIN, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, syscall.EINTR:
		return true
	}
	return false
}

// Errors of System V objects and POSIX message queues.
const (
	EIDRM     = unix.EIDRM
	ENOMSG    = unix.ENOMSG
	E2BIG     = unix.E2BIG
	EAGAIN    = unix.EAGAIN
	EEXIST    = unix.EEXIST
	ENOENT    = unix.ENOENT
	EMSGSIZE  = unix.EMSGSIZE
	EFAULT    = unix.EFAULT
	EACCES    = unix.EACCES
	ENOSYS    = unix.ENOSYS
	EPERM     = unix.EPERM
	ETIMEDOUT = unix.ETIMEDOUT
	ELOOP     = unix.ELOOP
	ENOTDIR   = unix.ENOTDIR
	EISDIR    = unix.EISDIR
	EMLINK    = unix.EMLINK // FreeBSD's ELOOP for O_NOFOLLOW
	ERANGE    = unix.ERANGE
	EFBIG     = unix.EFBIG
)
