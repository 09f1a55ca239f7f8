package sys

import "syscall"

// Errors that packages above return themselves.
const (
	EINVAL = syscall.EINVAL
	EBADF  = syscall.EBADF
)
