package signals

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/thread"
)

// SystemDefault gives signals the system's default action in place of the Go
// runtime's: it ignores some that would end a process, reports its goroutines
// on others, and ends the process only a moment later on the rest. SIGSEGV,
// SIGBUS, SIGFPE and SIGPIPE do so only when another process sends them: faults
// are the runtime's, and a write reports EPIPE. SIGURG stays the runtime's own.
func SystemDefault(sigs ...syscall.Signal) {
	for _, sig := range sigs {
		switch sig {
		case unix.SIGURG, unix.SIGKILL, unix.SIGSTOP, 32, 33: // the last two are the C library's
		case unix.SIGSEGV, unix.SIGBUS, unix.SIGFPE:
			endBySender(sig)
		case unix.SIGPIPE:
			defaultPipeSignal()
		default:
			forget(sig)
		}
	}
}

// forget gives sig the system's default action.
func forget(sig syscall.Signal) {
	set(sig, sys.Sigaction{})
}

func set(sig syscall.Signal, sa sys.Sigaction) {
	// SAFETY: the kernel reads sa, which has its layout.
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
}

// IgnoreUntilCaught has signals do nothing until Catch is called for them, which takes
// long. It tells whether it could.
func IgnoreUntilCaught(sigs []syscall.Signal) bool {
	for _, sig := range sigs {
		set(sig, sys.Sigaction{Handler: ignoring})
	}
	return true
}

// ignoring is the disposition of a signal that is ignored.
const ignoring = 1

// unhandled tells whether the runtime's handler for sig was taken away.
func unhandled(sig syscall.Signal) bool {
	sa := sys.Sigaction{Handler: ^uintptr(0)}
	// SAFETY: the kernel writes to sa, which has its layout.
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), 0, uintptr(unsafe.Pointer(&sa)), 8, 0, 0)
	return sa.Handler <= ignoring
}

// AllSignals are the numbers of all signals.
func AllSignals() []syscall.Signal {
	all := make([]syscall.Signal, 64)
	for i := range all {
		all[i] = syscall.Signal(i + 1)
	}
	return all
}

// KillSelf sends a signal to this process, by way of the calling thread: it
// has been acted upon when KillSelf returns. One sent to the process could be
// taken by another thread a moment later.
func KillSelf(sig syscall.Signal) (err error) {
	thread.Masked(thread.Unreceived(), func() { err = unix.Tgkill(unix.Getpid(), unix.Gettid(), sig) })
	return err
}
