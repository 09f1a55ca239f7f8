//go:build darwin || freebsd || netbsd || openbsd

package signals

import "syscall"

// There are no real-time signals here that kill(1) names.
const (
	maxSignal = 31
	rtMin     = maxSignal + 1
)

func moreSignals() []signalName {
	return []signalName{{"EMT", syscall.SIGEMT}, {"INFO", syscall.SIGINFO}}
}
