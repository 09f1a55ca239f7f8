//go:build linux && !amd64 && !arm64

package signals

import "syscall"

// defaultPipeSignal leaves SIGPIPE to the Go runtime, which ignores it.
func defaultPipeSignal() {}

// endBySender does nothing: the runtime reports the signal as a fault.
func endBySender(syscall.Signal) {}
