package sys

import "syscall"

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

// isLack tells whether an error is the want of something that may be there at
// another time.
func isLack(e syscall.Errno) bool {
	switch e {
	case syscall.EAGAIN, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, syscall.EINTR:
		return true
	}
	return false
}
