package proc

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/procfs"
	"gpipe/internal/sys/thread"
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
	case info.code == childStopped:
		return syscall.Signal(info.status)
	}
	return 0
}

// AwaitContinue waits until the process, which is stopped, goes on or has
// ended. It leaves both for others to see.
func (p *Process) AwaitContinue() {
	p.mu.Lock()
	reaped := p.reaped
	p.mu.Unlock()
	if !reaped {
		var info childInfo
		waitid(unix.P_PID, p.pid, unix.WEXITED|unix.WCONTINUED|unix.WNOWAIT, &info, nil)
	}
}

// StopGroup sends sig, one that stops processes, to the process group of this
// one, as its terminal does. It returns when this process goes on, or where it
// does not stop: its group may have nobody who could continue it.
func StopGroup(sig syscall.Signal) error {
	if err := unix.Kill(0, sig); err != nil {
		return err
	}
	end := time.Now().Add(100 * time.Millisecond) // it may be blocked
	for procfs.StatusSignals("/proc/self/status", "ShdPnd")&thread.SignalBit(sig) != 0 && time.Now().Before(end) {
		poll.Sleep(20 * time.Microsecond)
	}
	poll.Sleep(time.Millisecond) // the thread that has it stops the others
	return nil
}
