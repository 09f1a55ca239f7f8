//go:build !linux

package proc

import "syscall"

// wait blocks a thread.
func (p *Process) awaitStatus() (ws syscall.WaitStatus, err error) { return p.waitThread() }

// AwaitEnd waits until the process has ended and leaves it a zombie, where
// that is possible: not here.
func (p *Process) AwaitEnd() bool { return false }

func (p *Process) reapNow() (syscall.WaitStatus, bool, error) { return p.wait4() }

// send sends sig.
func (p *Process) send(sig syscall.Signal) error { return syscall.Kill(p.pid, sig) }
