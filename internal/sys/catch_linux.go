package sys

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// syncSignal is the highest one, delivered after all others.
const syncSignal = syscall.Signal(64)

// SystemDefault gives the signals that the Go runtime turns into a report of
// its goroutines the system's default action: to end the process.
func SystemDefault(sigs ...syscall.Signal) {
	for _, sig := range sigs {
		switch sig {
		case unix.SIGQUIT, unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGSTKFLT, unix.SIGSYS:
			sa := sigaction{}
			unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
		}
	}
}

// QuietSignals are those that SystemDefault changes.
func QuietSignals() []syscall.Signal {
	return []syscall.Signal{unix.SIGQUIT, unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGSTKFLT, unix.SIGSYS}
}
