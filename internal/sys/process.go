package sys

import (
	"os"
	"sync"
	"syscall"
)

// Process is a started child. Its pid stays reserved until Wait has reaped
// it, so Signal never hits a stranger.
type Process struct {
	pid int

	mu     sync.Mutex
	reaped bool
}

// Pid returns the process id.
func (p *Process) Pid() int { return p.pid }

// Wait waits for the end of the process, reaps it and returns its wait
// status and resource usage. It must be called once.
func (p *Process) Wait() (syscall.WaitStatus, *syscall.Rusage, error) {
	var ws syscall.WaitStatus
	var ru syscall.Rusage
	for {
		_, err := syscall.Wait4(p.pid, &ws, 0, &ru)
		if err == syscall.EINTR {
			continue
		}
		p.mu.Lock()
		p.reaped = true
		p.mu.Unlock()
		return ws, &ru, err
	}
}

// Signal sends sig. After the process was reaped it returns os.ErrProcessDone.
func (p *Process) Signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return os.ErrProcessDone
	}
	return syscall.Kill(p.pid, sig)
}
