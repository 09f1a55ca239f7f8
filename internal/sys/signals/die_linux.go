package signals

import (
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/thread"
)

// DieOf ends the process by sig, as if it had the default disposition. It
// returns when that is not possible, as for process 1 of a namespace: the
// calling thread takes the signal, so that it is decided by then.
func DieOf(sig syscall.Signal) {
	runtime.LockOSThread()
	sa := sys.Sigaction{}
	// SAFETY: the kernel reads sa, which has its layout.
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
	thread.SetMask(&unix.Sigset_t{})
	unix.Tgkill(unix.Getpid(), unix.Gettid(), sig)
}
