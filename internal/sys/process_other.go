//go:build !linux

package sys

import "syscall"

// wait blocks in wait4. The pid is free from its return until the lock is
// taken: here, unlike on Linux, a Signal in that moment could hit a stranger.
func (p *Process) wait() (ws syscall.WaitStatus, err error) {
	for {
		_, err = syscall.Wait4(p.pid, &ws, 0, &p.rusage)
		if err != syscall.EINTR {
			break
		}
	}
	p.mu.Lock()
	p.reaped = true
	p.mu.Unlock()
	return ws, err
}

// AwaitEnd waits until the process has ended and leaves it a zombie, where
// that is possible: not here.
func (p *Process) AwaitEnd() bool { return false }

func (p *Process) tryWait() (syscall.WaitStatus, bool, error) { return p.wait4() }
