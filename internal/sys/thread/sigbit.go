// Package thread has what the kernel keeps for each thread: blocked signals, umask,
// priority, calls that wait.
package thread

import "syscall"

// SignalBit is the bit of a signal in a mask.
func SignalBit(sig syscall.Signal) uint64 { return 1 << (uint(sig) - 1) }
