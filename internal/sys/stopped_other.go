//go:build !linux

package sys

import "syscall"

// Stopped returns the signal that has stopped the child pid, or 0. Here that
// can't be asked without the risk of reaping the child: it is always 0.
func Stopped(int) syscall.Signal { return 0 }
