//go:build linux && (amd64 || arm64)

package sys

import (
	"os/signal"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// pipeForward is the handler for a SIGPIPE that another process has sent: the
// Go runtime's, or 0, which lets it end this process.
//
//lint:ignore U1000 read by onPipeSignal
var pipeForward uintptr

// onPipeSignal handles SIGPIPE. One that a write of this process has caused
// does nothing, the write reports EPIPE. The Go runtime's handler can't tell.
//
//lint:ignore U1000 called by the kernel
func onPipeSignal()

// pipeSignalAction returns the addresses of onPipeSignal and of what it
// returns to, 0 for the system's own.
func pipeSignalAction() (handler, restorer uintptr)

// defaultPipeSignal has SIGPIPE from another process end this one.
func defaultPipeSignal() { handlePipeSignal(0) }

// LetPipeSignalEnd has every SIGPIPE end this process, at the moment when it is
// sent, until KeepPipeSignal: nothing here may write meanwhile. A handler may
// run later than what the sender does next.
func LetPipeSignalEnd() { forget(syscall.SIGPIPE) }

// KeepPipeSignal ends LetPipeSignalEnd.
func KeepPipeSignal() { handlePipeSignal(0) }

// receivePipe has SIGPIPE from another process come to the channel. The
// runtime hands it on to what was there before, when that was not the system's
// default, and installs its handler for a signal that was ignored.
func (c *Catcher) receivePipe() {
	signal.Ignore(syscall.SIGPIPE)
	forget(syscall.SIGPIPE)
	signal.Notify(c.arrived, syscall.SIGPIPE)
	var sa sigaction
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(syscall.SIGPIPE), 0, uintptr(unsafe.Pointer(&sa)), 8, 0, 0)
	handlePipeSignal(sa.handler)
	reserve(syscall.SIGPIPE, true)
	keepReceptive()
}

// handlePipeSignal installs onPipeSignal.
func handlePipeSignal(forward uintptr) {
	const (
		siginfo     = 0x4
		hasRestorer = 0x04000000
		onStack     = 0x08000000
		restart     = 0x10000000
	)
	sa := sigaction{flags: siginfo | onStack | restart, mask: ^uint64(0)}
	sa.handler, sa.restorer = pipeSignalAction()
	if sa.restorer != 0 {
		sa.flags |= hasRestorer
	}
	pipeForward = forward
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(syscall.SIGPIPE), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
}
