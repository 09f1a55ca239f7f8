//go:build !linux

package sys

// AwaitEnd waits until the process has ended and leaves it a zombie, where
// that is possible: not here.
func (p *Process) AwaitEnd() bool { return false }
