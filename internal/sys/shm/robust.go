package shm

import "sync/atomic"

// A word by which other processes see whether this one has ended: the kernel
// sets Ended in it then, whichever way that was, and wakes one waiter.
const (
	Ended   = 1 << 30 // FUTEX_OWNER_DIED
	Waiters = 1 << 31 // FUTEX_WAITERS: someone is to be woken
	TidMask = 1<<30 - 1
)

// Enlisted is a word that the kernel has on a list for when this process ends.
type Enlisted struct {
	k          *keeper
	node       *atomic.Uintptr // what the kernel follows
	prev, next *Enlisted
}
