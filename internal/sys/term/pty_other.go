//go:build !linux

package term

import "syscall"

// OpenPty makes a pseudo-terminal; on this system it does not.
func OpenPty() (own, other int, err error) { return -1, -1, syscall.ENOTSUP }
