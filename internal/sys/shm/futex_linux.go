//go:build linux && !ipcportable

package shm

import (
	"math"
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// recheck is how long a wait on several words lasts at most where the kernel
// can watch only one of them: before 5.16, and under a filter that does not
// know futex_waitv.
const recheck = 4 * time.Millisecond

// noWaitv tells that the kernel has no futex_waitv.
var noWaitv atomic.Bool

// Numbers of futex(2) that package unix has not.
const (
	futexWait    = 0
	futexWake    = 1
	futexPrivate = 128

	futex2Size32  = 2
	futex2Private = 128
)

// Polls tells that waits look at the words again and again, and that Wake does
// nothing.
const Polls = false

// MaxWatched is how many words WaitAny can watch at a time.
const MaxWatched = 128

// futexWaitv is struct futex_waitv.
type futexWaitv struct {
	value, address  uint64
	flags, reserved uint32
}

// WaitAny waits until someone calls Wake for one of the words, or timeout has
// passed. It returns at once when one of them has another value, and at any
// time without a reason: the caller looks at the words again. The first of
// them is watched on every kernel; where it is the only one that is, the wait
// is short. EFAULT says that there is no memory any more.
func WaitAny(set []Watched, timeout time.Duration) error {
	if len(set) > 1 && !noWaitv.Load() {
		e := waitv(set, timeout)
		if e != unix.ENOSYS && e != unix.EPERM {
			return waited(e)
		}
		noWaitv.Store(true)
	}
	if len(set) > 1 {
		timeout = min(timeout, recheck)
	}
	return waited(waitOne(&set[0], timeout))
}

// waited is what is left of errno as an error: nothing, where it says that the
// wait is over.
func waited(e unix.Errno) error {
	switch e {
	case 0, unix.EAGAIN, unix.EINTR, unix.ETIMEDOUT:
		return nil
	}
	return e
}

func waitOne(w *Watched, timeout time.Duration) unix.Errno {
	op := uintptr(futexWait)
	if w.Own {
		op |= futexPrivate
	}
	left := unix.NsecToTimespec(int64(timeout))
	// SAFETY: the kernel reads a word and a timespec that live as long as the
	// call does.
	_, _, e := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(w.Word)), op,
		uintptr(w.Value), uintptr(unsafe.Pointer(&left)), 0, 0)
	return e
}

func waitv(set []Watched, timeout time.Duration) unix.Errno {
	var few [4]futexWaitv
	v := few[:0]
	if len(set) > len(few) {
		v = make([]futexWaitv, 0, len(set))
	}
	for _, w := range set {
		flags := uint32(futex2Size32)
		if w.Own {
			flags |= futex2Private
		}
		// SAFETY: the words are not on a stack, which could move: a Watched
		// keeps a pointer to each.
		v = append(v, futexWaitv{value: uint64(w.Value), address: uint64(uintptr(unsafe.Pointer(w.Word))), flags: flags})
	}
	end := [2]int64{math.MaxInt64} // struct __kernel_timespec, on every machine
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err == nil {
		t := now.Nano() + int64(timeout)
		end = [2]int64{t / 1e9, t % 1e9}
	}
	// SAFETY: the kernel reads v and end during the call.
	_, _, e := unix.Syscall6(unix.SYS_FUTEX_WAITV, uintptr(unsafe.Pointer(&v[0])), uintptr(len(v)), 0,
		uintptr(unsafe.Pointer(&end)), unix.CLOCK_MONOTONIC, 0)
	runtime.KeepAlive(set)
	return e
}

// Wake ends up to n waits for the word, which only this process has or not. It
// returns how many.
func Wake(word *atomic.Uint32, n int, own bool) int {
	op := uintptr(futexWake)
	if own {
		op |= futexPrivate
	}
	// SAFETY: the kernel takes the address of the word, and reads nothing.
	woken, _, e := unix.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), op, uintptr(n), 0, 0, 0)
	if e != 0 {
		return 0
	}
	return int(woken)
}
