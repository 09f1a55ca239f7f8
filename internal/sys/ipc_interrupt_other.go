//go:build !linux

package sys

import "syscall"

// poked is not called: what may wait so is on Linux only.
func poked(_ <-chan struct{}, call func() syscall.Errno) error { return fromErrno(call()) }
