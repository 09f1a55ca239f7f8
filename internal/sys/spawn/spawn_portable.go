package spawn

import (
	"slices"
	"syscall"

	"gpipe/internal/sys"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/thread"
)

// spawnPortable starts a process with syscall.ForkExec, in the child of which
// nothing of ours can run. What that leaves out is refused with ENOTSUP:
// Rlimits; a disposition in SigIgnore or SigDefault that is not the parent's
// anyway; outside Linux, and with Pdeathsig, also another Umask than the
// parent's. Two things it
// gets wrong: fds of the parent that are not close-on-exec reach the child,
// and while the program ignores SIGPIPE the child does too.
func spawnPortable(a *Attr) (*proc.Process, error) {
	if step := beyondForkExec(a); step != "" {
		return nil, &Error{Step: step, Fd: -1, Err: syscall.ENOTSUP}
	}
	pa := &syscall.ProcAttr{Env: a.Env, Files: slots(a.Files)}
	pa.Sys = &syscall.SysProcAttr{Setpgid: a.SetPgid, Pgid: a.Pgid}
	setPdeathsig(pa.Sys, a.Pdeathsig)
	pa.Sys.Chroot, pa.Sys.Credential = a.Chroot, a.Credential
	setCgroup(pa.Sys, a.Cgroup)
	switch {
	case a.Setsid:
		pa.Sys.Setpgid, pa.Sys.Setsid = false, true
		if a.Ctty >= 0 {
			// ForkExec takes the number that it has in the child.
			i := slices.IndexFunc(a.Files, func(m FdMap) bool { return m.Parent == a.Ctty })
			pa.Sys.Setctty, pa.Sys.Ctty = true, a.Files[i].Child
		}
	case a.TTY >= 0:
		pa.Sys.Foreground, pa.Sys.Ctty = true, a.TTY
		if !a.SetPgid {
			pa.Sys.Pgid = syscall.Getpgrp()
		}
	}
	if a.DirFd >= 0 {
		dir, err := dirPath(a.DirFd)
		if err != nil {
			return nil, &Error{Step: "fchdir", Fd: a.DirFd, Err: err}
		}
		pa.Dir = dir
	}
	p, err := forkExec(a, pa)
	if err != nil {
		return nil, &Error{Step: guessStep(err), Fd: -1, Err: err}
	}
	return p, nil
}

// slots turns a map into what ForkExec takes: the parent's fd for every
// number from 0 to the highest, -1 for none.
func slots(m []FdMap) []uintptr {
	n := 0
	for _, e := range m {
		n = max(n, e.Child+1)
	}
	files := make([]uintptr, n)
	for i := range files {
		files[i] = ^uintptr(0)
	}
	for _, e := range m {
		files[e.Child] = uintptr(e.Parent)
	}
	return files
}

// beyondForkExec names the first thing in a that ForkExec can't do, or "".
func beyondForkExec(a *Attr) string {
	if len(a.Rlimits) > 0 {
		return "setrlimit"
	}
	for _, s := range a.SigIgnore {
		if !sys.Ignored(s) {
			return "sigaction"
		}
	}
	for _, s := range a.SigDefault {
		if sys.Ignored(s) {
			return "sigaction"
		}
	}
	if a.Umask >= 0 && (!thread.ThreadUmask || a.Pdeathsig != 0) && a.Umask != self.Umask() {
		return "umask"
	}
	if a.Pdeathsig != 0 && !CanPdeathsig {
		return "prctl"
	}
	return ""
}

// forkExec calls ForkExec with a's umask and, where there are any, for a
// pidfd.
func forkExec(a *Attr, pa *syscall.ProcAttr) (p *proc.Process, err error) {
	var pid int
	pidfd := -1
	fork := func() {
		proc.BeginStart()
		thread.Masked(0, func() { pid, err = syscall.ForkExec(a.Path, a.Argv, pa) })
		proc.EndStart(pid)
	}
	if !a.NoPidfd {
		wantPidfd(pa.Sys, &pidfd)
	}
	for range 2 {
		if a.Umask < 0 || !thread.ThreadUmask || a.Pdeathsig != 0 { // whose thread must not end
			fork()
		} else if e := thread.WithUmask(a.Umask, fork); e != nil {
			return nil, e
		}
		if a.NoPidfd || err != syscall.EMFILE && err != syscall.ENFILE && err != syscall.EINVAL {
			break
		}
		wantPidfd(pa.Sys, nil)
		pidfd = -1
	}
	return proc.New(pid, pidfd), err
}

// guessStep names the step that ForkExec, which doesn't tell, failed in.
func guessStep(err error) string {
	switch err {
	case syscall.EAGAIN, syscall.ENOMEM:
		return "clone"
	case syscall.EMFILE, syscall.ENFILE:
		return "pipe"
	case syscall.EBADF:
		return "dup2"
	}
	return "execve"
}
