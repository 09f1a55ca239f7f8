package thread

import "syscall"

// sigbit is the bit of a signal in a mask.
func SignalBit(sig syscall.Signal) uint64 { return 1 << (uint(sig) - 1) }
