//go:build !linux

package sys

import (
	"os/signal"
	"syscall"
)

// Ignored tells whether this process ignores sig, as far as Go knows.
func Ignored(sig syscall.Signal) bool { return signal.Ignored(sig) }
