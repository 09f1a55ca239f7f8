//go:build !linux

package sys

import "syscall"

// syncSignal is delivered after most others.
const syncSignal = syscall.SIGUSR2

// SystemDefault does nothing here: the Go runtime keeps its handlers.
func SystemDefault(sigs ...syscall.Signal) {}

// QuietSignals are those that SystemDefault changes.
func QuietSignals() []syscall.Signal { return nil }
