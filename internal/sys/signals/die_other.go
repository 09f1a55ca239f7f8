//go:build !linux

package signals

import (
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// DieOf ends the process by sig, as if it had the default disposition. It
// returns when that is not possible.
func DieOf(sig syscall.Signal) {
	signal.Reset(sig)
	unix.Kill(unix.Getpid(), sig)
}
