// Package proc waits for the children of this process, signals them, and looks at
// what processes do.
package proc

import (
	"os"
	"sync"
	"syscall"

	"gpipe/internal/sys"
)

// Process is a started child. Its pid stays reserved until Wait or TryWait
// has reaped it, so Signal never hits a stranger. One of the two must be
// called until it has, else a zombie and a descriptor are left.
type Process struct {
	pid int

	mu     sync.Mutex
	pidfd  int      // readable once the process has ended; negative: none
	poller *os.File // owns pidfd once it is in Go's poller
	reaped bool
	rusage syscall.Rusage
}

// New is for a child that was just started. The Process owns its pidfd,
// which is negative where there is none.
func New(pid, pidfd int) *Process { return &Process{pid: pid, pidfd: pidfd} }

// Pid returns the process id.
func (p *Process) Pid() int { return p.pid }

// Wait waits for the end of the process, reaps it and returns its wait
// status, exactly as the kernel gave it, and its resource usage; Linux counts
// the memory this process had at the start towards Maxrss. It is called once. With a pidfd only the goroutine waits, without one a thread. The
// error is ECHILD when somebody else reaped the child, or the program ignores
// SIGCHLD, and os.ErrProcessDone when it was reaped here before.
func (p *Process) Wait() (syscall.WaitStatus, *syscall.Rusage, error) {
	ws, err := p.awaitStatus()
	if err != nil {
		return 0, &p.rusage, os.NewSyscallError("wait", err)
	}
	return ws, &p.rusage, nil
}

// TryWait is Wait without waiting: done tells whether the process had ended,
// and is reaped now. It must not be used while Wait is under way.
func (p *Process) TryWait() (ws syscall.WaitStatus, ru *syscall.Rusage, done bool, err error) {
	ws, done, err = p.reap()
	if err != nil {
		return 0, nil, false, os.NewSyscallError("wait", err)
	}
	return ws, &p.rusage, done, nil
}

// reap reaps the process if it has ended. The lock keeps Signal from seeing
// the pid between its release by the kernel and the note of that.
func (p *Process) reap() (ws syscall.WaitStatus, done bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return 0, false, os.ErrProcessDone
	}
	orphans.reaping()
	ws, done, err = p.reapNow()
	orphans.reaped(p.pid, done || err != nil)
	if !done && err == nil {
		return 0, false, nil
	}
	p.gone()
	return ws, done, err
}

// gone notes that the process was reaped. p.mu is held.
func (p *Process) gone() {
	p.reaped = true
	switch {
	case p.poller != nil:
		p.poller.Close()
	case p.pidfd >= 0:
		sys.Close(p.pidfd)
	}
	p.pidfd = -1
}

// waitThread waits in wait4, which reaps the process. The pid is free from its
// return until the lock is taken: a Signal in that moment could hit a stranger.
func (p *Process) waitThread() (ws syscall.WaitStatus, err error) {
	for {
		_, err = syscall.Wait4(p.pid, &ws, 0, &p.rusage)
		if err != syscall.EINTR {
			break
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone()
	return ws, err
}

// wait4 reaps the process by its pid if it has ended.
func (p *Process) wait4() (ws syscall.WaitStatus, done bool, err error) {
	for {
		pid, err := syscall.Wait4(p.pid, &ws, syscall.WNOHANG, &p.rusage)
		if err != syscall.EINTR {
			return ws, pid == p.pid, err
		}
	}
}

// Signal sends sig. After the process was reaped it returns os.ErrProcessDone.
func (p *Process) Signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return os.ErrProcessDone
	}
	return p.send(sig)
}

// Reaped tells whether the process was reaped: its pid may be another's.
func (p *Process) Reaped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reaped
}
