//go:build linux && !amd64 && !arm64

package sys

// defaultPipeSignal leaves SIGPIPE to the Go runtime, which ignores it.
func defaultPipeSignal() {}
