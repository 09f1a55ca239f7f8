package proc

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// SignalGroup sends sig to the process group pgid if the process is in it.
// It is what keeps the group's number from being another's: after it was
// reaped the error is os.ErrProcessDone, and ESRCH when it has left the
// group.
func (p *Process) SignalGroup(pgid int, sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return os.ErrProcessDone
	}
	if got, err := unix.Getpgid(p.pid); err != nil || got != pgid {
		return syscall.ESRCH
	}
	return syscall.Kill(-pgid, sig)
}

// SignalOutside sends sig to the process unless it is in the group pgid, and
// tells whether it did. After it was reaped the error is os.ErrProcessDone.
func (p *Process) SignalOutside(pgid int, sig syscall.Signal) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return false, os.ErrProcessDone
	}
	if pgid > 0 {
		if got, err := unix.Getpgid(p.pid); err == nil && got == pgid {
			return false, nil
		}
	}
	err := p.send(sig)
	return err == nil, err
}
