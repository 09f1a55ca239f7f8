//go:build !linux || (!amd64 && !arm64)

package sys

import (
	"os"
	"syscall"
)

// Entered tells whether the program was linked with the entry hook: there is
// none here.
func Entered() bool { return false }

// IgnoredAtStart returns the signals that the parent of this process had it
// ignore, as far as the Go runtime keeps them.
func IgnoredAtStart() []syscall.Signal { return stillIgnored() }

// ClosedAtStart tells whether fd, 0 to 2, was closed when the process was
// started. It is not known here: the Go runtime has opened /dev/null.
func ClosedAtStart(int) bool { return false }

// Environ returns a copy of the process's environment.
func Environ() []string { return os.Environ() }
