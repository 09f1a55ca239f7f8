package signals

import "syscall"

// Signals 32 and 33 are the C library's own, so that the real-time signals of
// programs start at 34. The count is the same on every architecture but MIPS.
const (
	rtMin     = 34
	maxSignal = 64
)

func moreSignals() []signalName {
	return []signalName{
		{"STKFLT", syscall.SIGSTKFLT}, {"PWR", syscall.SIGPWR},
		{"POLL", syscall.SIGPOLL}, {"CLD", syscall.SIGCHLD},
	}
}
