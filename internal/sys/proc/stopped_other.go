//go:build !linux

package proc

import "syscall"

// Stopped returns the signal that has stopped the child pid, or 0. Here that
// can't be asked without the risk of reaping the child: it is always 0.
func Stopped(int) syscall.Signal { return 0 }

// AwaitStop returns the signal that has stopped the process, or 0. Here it is
// always 0, at once: see Stopped.
func (p *Process) AwaitStop() syscall.Signal { return 0 }

// Running tells whether the process has neither ended nor is stopped. Here it
// is always false: see Stopped.
func (p *Process) Running() bool { return false }

// AwaitContinue returns at once.
func (p *Process) AwaitContinue() {}

// StopGroup sends sig to the process group of this process.
func StopGroup(sig syscall.Signal) error { return syscall.Kill(0, sig) }
