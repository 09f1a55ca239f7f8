//go:build !linux || (!amd64 && !arm64)

package sys

import "syscall"

// ReceiveSignals does nothing here: signals have arrived from the start.
func ReceiveSignals() {}

// TakeSignals does nothing here: see ReceiveSignals.
func TakeSignals() {}

func keepReceptive() {}

func reserve(syscall.Signal, bool) {}
