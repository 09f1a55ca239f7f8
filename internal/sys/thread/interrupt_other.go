//go:build !linux

package thread

import "syscall"

// poked is not called: what may wait so is on Linux only.
func poked(_ <-chan struct{}, call func() syscall.Errno) error { return FromErrno(call()) }
