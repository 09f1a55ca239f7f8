package sys

import (
	"os/signal"
	"syscall"
)

// stillIgnored returns those inherited ignored signals that the Go runtime
// leaves ignored.
func stillIgnored() []syscall.Signal {
	var set []syscall.Signal
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTSTP} {
		if signal.Ignored(sig) {
			set = append(set, sig)
		}
	}
	return set
}
