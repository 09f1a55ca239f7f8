package thread

import (
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// poke is how long a thread that does not return yet is left alone: the signal
// may have come just before the call.
const poke = 500 * time.Microsecond

// poked is interruptible with a done: another goroutine then sends the thread
// the signal by which the Go runtime wants to interrupt threads, too. Its
// handler does nothing, and the call returns EINTR.
func poked(done <-chan struct{}, call func() syscall.Errno) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	over, left := make(chan struct{}), make(chan struct{})
	go pokeThread(unix.Gettid(), done, over, left)
	defer func() { <-left }()
	defer close(over)
	for {
		e := call()
		if e != syscall.EINTR {
			return FromErrno(e)
		}
		select {
		case <-done:
			return ErrInterrupted
		default:
		}
	}
}

// pokeThread sends a thread signals once done is closed, until over is.
func pokeThread(tid int, done, over <-chan struct{}, left chan<- struct{}) {
	defer close(left)
	select {
	case <-over:
		return
	case <-done:
	}
	pid := unix.Getpid()
	for {
		unix.Tgkill(pid, tid, unix.SIGURG)
		select {
		case <-over:
			return
		case <-time.After(poke):
		}
	}
}
