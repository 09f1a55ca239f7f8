//go:build !linux || (!amd64 && !arm64)

package thread

// ReceiveSignals does nothing here: signals have arrived from the start.
func ReceiveSignals() {}

// TakeSignals does nothing here: see ReceiveSignals.
func TakeSignals() {}

func KeepReceptive() {}
