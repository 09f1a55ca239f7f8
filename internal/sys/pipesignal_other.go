//go:build !linux || (!amd64 && !arm64)

package sys

// receivePipe does nothing: a SIGPIPE of this process's own can't be told from
// another's.
func (c *Catcher) receivePipe() {}

// LetPipeSignalEnd does nothing: a SIGPIPE that is sent has no effect.
func LetPipeSignalEnd() {}

// KeepPipeSignal does nothing.
func KeepPipeSignal() {}
