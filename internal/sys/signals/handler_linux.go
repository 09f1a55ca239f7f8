//go:build linux && (amd64 || arm64)

package signals

import (
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/thread"
)

// onSignal is the handler in front of the Go runtime's: it notes that a signal
// has come, and who sent it, lets a SIGPIPE that a write of this process has
// caused do nothing, since the write reports EPIPE, and ends the process by a
// signal that another process has sent where that is its default action.
//
//lint:ignore U1000 called by the kernel
func onSignal()

// signalAction returns the addresses of onSignal and of what it returns to, 0
// for the system's own.
func signalAction() (handler, restorer uintptr)

// What onSignal reads and writes, by signal number.
var (
	// handlerBehind is the handler that is called next: the Go runtime's; 0
	// ends the process, and carried sends carrier.
	//
	//lint:ignore U1000 read by onSignal
	handlerBehind [maxSignal + 1]uintptr

	// arrivedSignals has the signals, bit n-1 is signal n, that have come and
	// were not looked at.
	arrivedSignals atomic.Uint64

	// signalCode is si_code of the latest signal of a number.
	signalCode [maxSignal + 1]int32

	// endedBySender has the signals, bit n-1 is signal n, that end the process
	// when another one has sent them, and are the runtime's otherwise.
	endedBySender atomic.Uint64
)

// sentByKernel is si_code of what the kernel sends: the keys of a terminal, a
// hang-up.
const sentByKernel = 0x80

// FromTerminal tells whether the latest signal of that number came from the
// terminal, which sends it to the whole process group in the foreground.
func FromTerminal(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP, syscall.SIGHUP:
		return atomic.LoadInt32(&signalCode[sig]) == sentByKernel
	}
	return false
}

// intercept puts onSignal in front of the handler that sig has, if it has one.
func intercept(sig syscall.Signal) {
	own, _ := signalAction()
	if now := action(sig); now > 1 && now != own {
		handle(sig, now)
	}
}

// action returns the handler of sig: 0 is the default action, 1 to ignore it.
func action(sig syscall.Signal) uintptr {
	var sa sys.Sigaction
	// SAFETY: the kernel writes to sa, which has its layout.
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), 0, uintptr(unsafe.Pointer(&sa)), 8, 0, 0)
	return sa.Handler
}

// handle installs onSignal, with behind after it.
func handle(sig syscall.Signal, behind uintptr) {
	const (
		siginfo     = 0x4
		hasRestorer = 0x04000000
		onStack     = 0x08000000
		restart     = 0x10000000
	)
	sa := sys.Sigaction{Flags: siginfo | onStack | restart, Mask: ^uint64(0)}
	sa.Handler, sa.Restorer = signalAction()
	if sa.Restorer != 0 {
		sa.Flags |= hasRestorer
	}
	atomic.StoreUintptr(&handlerBehind[sig], behind)
	// SAFETY: the kernel reads sa, which has its layout.
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
}

// endBySender has sig end the process when another process sends it. It stays
// the runtime's when the kernel reports a fault of this process with it.
func endBySender(sig syscall.Signal) {
	endedBySender.Or(thread.SignalBit(sig))
	intercept(sig)
}

// defaultPipeSignal has SIGPIPE from another process end this one.
func defaultPipeSignal() { handle(syscall.SIGPIPE, 0) }

// LetPipeSignalEnd has every SIGPIPE end this process, at the moment when it is
// sent, until KeepPipeSignal: nothing here may write meanwhile. A handler may
// run later than what the sender does next.
func LetPipeSignalEnd() { forget(syscall.SIGPIPE) }

// KeepPipeSignal ends LetPipeSignalEnd.
func KeepPipeSignal() { defaultPipeSignal() }
