package sys

import (
	"os/signal"
	"syscall"
)

// keptIgnored returns those inherited ignored signals that the Go runtime
// leaves ignored.
func keptIgnored() []syscall.Signal {
	var set []syscall.Signal
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTSTP} {
		if signal.Ignored(sig) {
			set = append(set, sig)
		}
	}
	return set
}

// Ignore makes the process itself ignore signals. SIGCHLD gets its default
// disposition instead, which does nothing either: of a process that ignores it
// the system throws the statuses of the children away.
func Ignore(sigs []syscall.Signal) {
	for _, sig := range sigs {
		if sig == syscall.SIGCHLD {
			Default(sig)
			continue
		}
		signal.Ignore(sig)
	}
	keepReceptive()
}

// LosesChildren tells whether this process ignores SIGCHLD, so that nobody
// keeps the statuses of its children.
func LosesChildren() bool { return ignored(syscall.SIGCHLD) }
