package sys

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// syncSignal is the highest one, delivered after all others.
const syncSignal = syscall.Signal(64)

// SystemDefault gives signals the system's default action where the Go
// runtime has another: it ignores some that would end a process, and reports
// its goroutines on others. SIGSEGV, SIGBUS, SIGFPE and SIGPIPE stay its own.
func SystemDefault(sigs ...syscall.Signal) {
	for _, sig := range sigs {
		if runtimeDiffers(sig) {
			sa := sigaction{}
			unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
		}
	}
}

func runtimeDiffers(sig syscall.Signal) bool {
	switch sig {
	case unix.SIGQUIT, unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGSTKFLT, unix.SIGSYS,
		unix.SIGUSR1, unix.SIGUSR2, unix.SIGALRM, unix.SIGVTALRM, unix.SIGPROF, unix.SIGIO,
		unix.SIGPWR, unix.SIGXCPU, unix.SIGXFSZ:
		return true
	}
	return sig >= 34
}

// AllSignals are the numbers of all signals.
func AllSignals() []syscall.Signal {
	all := make([]syscall.Signal, 64)
	for i := range all {
		all[i] = syscall.Signal(i + 1)
	}
	return all
}
