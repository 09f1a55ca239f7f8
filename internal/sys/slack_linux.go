//go:build linux && (amd64 || arm64)

package sys

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// RestoreTimers gives the calling thread the exactness of timers back that entry
// took. A thread has it from the one that has made it, and so has a process: a
// thread does this before it makes a child.
//
//go:nosplit
//go:norace
func RestoreTimers() {
	if atStart.slack != 0 {
		syscall.RawSyscall6(unix.SYS_PRCTL, unix.PR_SET_TIMERSLACK, atStart.slack, 0, 0, 0, 0)
	}
}
