//go:build linux && (amd64 || arm64)

package thread

import (
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// The entry point blocks most signals, before the Go runtime has handlers for
// them, and every thread starts like that. There is one at least, any, that
// takes what ReceiveSignals lets through. One is enough for signals to the
// process. SIGURG is not among them since the runtime sends it to threads that
// are to give way, and a program that catches it can't tell. They give way
// without.

// receiving tells that signals are let through.
var receiving atomic.Bool

// ReceiveSignals lets the signals arrive that entry blocked: their dispositions
// are set.
func ReceiveSignals() {
	if sys.Entered() {
		receiving.Store(true)
		KeepReceptive()
	}
}

// Unreceived is what a thread has blocked that takes signals. Bit n-1 is signal
// n.
func Unreceived() uint64 {
	if receiving.Load() {
		return SignalBit(syscall.SIGURG)
	}
	return 0
}

// KeepReceptive makes the calling thread one that takes signals, once they are
// to be received. It is called whenever the one that did may have been lost,
// which happens in two ways: it has ended, or the runtime has made it its own.
func KeepReceptive() {
	if receiving.Load() {
		set := SignalSet(Unreceived())
		SetMask(&set)
		if unix.Gettid() == unix.Getpid() {
			mainThreadReceives.Store(true)
		}
	}
}

// mainReceives tells that the main thread takes signals, which the kernel prefers.
var mainThreadReceives atomic.Bool

// MainReceives tells whether it does.
func MainReceives() bool { return mainThreadReceives.Load() }

// TakeSignals has those signals that were sent to the process do what they do.
// The kernel has woken a thread for them, which may not run for a while. It
// looks for them again, on this thread, when a mask changes, and one that does
// not change is not looked at. No other signal may be blocked for that: it
// would be given to another thread.
func TakeSignals() {
	const any = 1 << 61
	Masked(Unreceived()^any, func() { Masked(Unreceived(), func() {}) })
}

func SignalSet(mask uint64) unix.Sigset_t { return unix.Sigset_t{Val: [16]uint64{mask}} }
