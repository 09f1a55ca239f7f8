package signals

import (
	"os/signal"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/thread"
)

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
	thread.KeepReceptive()
}

// LosesChildren tells whether this process ignores SIGCHLD, so that nobody
// keeps the statuses of its children.
func LosesChildren() bool { return sys.Ignored(syscall.SIGCHLD) }
