package sys

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Stopped returns the signal that has stopped the child pid, or 0. Others see
// the stop too.
func Stopped(pid int) syscall.Signal {
	var info childInfo
	if waitid(unix.P_PID, pid, unix.WSTOPPED|unix.WNOHANG|unix.WNOWAIT, &info, nil) != nil || info.pid == 0 {
		return 0
	}
	return syscall.Signal(info.status)
}

// AwaitStop waits until the process is stopped, and returns by which signal,
// or until it has ended: 0. It leaves both for others to see. When the process
// is reaped meanwhile, that is its end.
func (p *Process) AwaitStop() syscall.Signal { return p.look(0) }

// Running tells whether the process has neither ended nor is stopped.
func (p *Process) Running() bool { return p.look(unix.WNOHANG) == running }

// running stands for no signal.
const running = syscall.Signal(-1)

// look waits for a change of the state, unless flags forbid that.
func (p *Process) look(flags int) syscall.Signal {
	p.mu.Lock()
	reaped := p.reaped
	p.mu.Unlock()
	if reaped {
		return 0
	}
	var info childInfo
	err := waitid(unix.P_PID, p.pid, flags|unix.WEXITED|unix.WSTOPPED|unix.WNOWAIT, &info, nil)
	switch {
	case err != nil:
		return 0
	case info.pid == 0:
		return running
	case info.code == stopped:
		return syscall.Signal(info.status)
	}
	return 0
}
