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
