package thread

import (
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Heedless calls f while sig, one of the first 32, does not reach the thread.
func Heedless(sig syscall.Signal, f func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var block unix.Sigset_t
	block.Val[0] = 1 << (uint(sig) - 1)
	was := changeMask(unix.SIG_BLOCK, &block)
	defer SetMask(&was)
	return f()
}

// Masked calls f on a thread that has the signals of mask blocked, bit n-1 is
// signal n, and no others; 0 is also what a process needs that f starts.
func Masked(mask uint64, f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	set := SignalSet(mask)
	was := changeMask(unix.SIG_SETMASK, &set)
	defer SetMask(&was)
	f()
}

func SetMask(to *unix.Sigset_t) { changeMask(unix.SIG_SETMASK, to) }

// changeMask changes what is blocked for the thread: it can't fail.
func changeMask(how int, set *unix.Sigset_t) (was unix.Sigset_t) {
	unix.PthreadSigmask(how, set, &was)
	return was
}
