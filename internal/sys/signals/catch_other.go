//go:build !linux

package signals

import "syscall"

// SystemDefault does nothing here: the Go runtime keeps its handlers.
func SystemDefault(sigs ...syscall.Signal) {}

// IgnoreUntilCaught does nothing here, and says so.
func IgnoreUntilCaught([]syscall.Signal) bool { return false }

func unhandled(syscall.Signal) bool { return false }

// AllSignals are the numbers of the signals that SystemDefault concerns.
func AllSignals() []syscall.Signal { return nil }

// KillSelf sends a signal to this process.
func KillSelf(sig syscall.Signal) error { return syscall.Kill(syscall.Getpid(), sig) }
