//go:build linux && (amd64 || arm64)

package sys

import (
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// The entry point blocks most signals, before the Go runtime has handlers for
// them, and every thread starts like that. There is one at least, any, that
// takes what ReceiveSignals lets through. One is enough for signals to the
// process, and those that the program catches are for the runtime's own thread
// alone: it takes them by ascending number, which Sync depends on.
//
// SIGURG is among them since the runtime sends it to threads that are to give
// way, and a program that catches it can't tell. They give way without. Some
// signals the runtime unblocks for every thread, SIGINT and SIGQUIT among them.

// reserved has the signals that are not for threads in general, as the mask of
// one; 0 as long as none receives any. Bit n-1 is signal n.
var reserved atomic.Uint64

// ReceiveSignals lets the signals arrive that entry blocked: their dispositions
// are set.
func ReceiveSignals() {
	if entered != 0 {
		reserved.Or(sigbit(syscall.SIGURG))
		keepReceptive()
	}
}

// keepReceptive makes the calling thread one that takes signals, once they are
// to be received. It is called whenever the one that did may have been lost,
// which happens in two ways: it has ended, or the runtime has made it its own.
func keepReceptive() {
	if mask := reserved.Load(); mask != 0 {
		set := sigset(mask)
		setMask(&set)
	}
}

// reserve says whether the program catches sig.
func reserve(sig syscall.Signal, caught bool) {
	switch {
	case reserved.Load() == 0 || sig == syscall.SIGURG:
	case caught:
		reserved.Or(sigbit(sig))
	default:
		reserved.And(^sigbit(sig))
	}
}

// TakeSignals has those signals that were sent to the process and have their
// default action do what they do. The kernel has woken a thread for them, which
// may not run for a while. It looks for them again when a mask changes, and one
// that does not change is not looked at.
func TakeSignals() {
	if mask := reserved.Load(); mask != 0 {
		masked(^uint64(0), func() { masked(mask, func() {}) })
	}
}

func sigset(mask uint64) unix.Sigset_t { return unix.Sigset_t{Val: [16]uint64{mask}} }

// unreserved is what a thread has blocked that takes signals.
func unreserved() uint64 { return reserved.Load() }
