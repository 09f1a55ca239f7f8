//go:build linux && (amd64 || arm64)

package sys

import (
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	sysDup3        = unix.SYS_DUP3
	sysFcntl       = unix.SYS_FCNTL
	sysCloseRange  = unix.SYS_CLOSE_RANGE
	sysSetpgid     = unix.SYS_SETPGID
	sysIoctl       = unix.SYS_IOCTL
	sysFchdir      = unix.SYS_FCHDIR
	sysUmask       = unix.SYS_UMASK
	sysPrlimit     = unix.SYS_PRLIMIT64
	sysSigaction   = unix.SYS_RT_SIGACTION
	sysSigprocmask = unix.SYS_RT_SIGPROCMASK
	sysSigpending  = unix.SYS_RT_SIGPENDING
	sysExecve      = unix.SYS_EXECVE
)

// noClone3 is set when the kernel, or a filter in front of it, was found not
// to know clone3 with the flags needed or close_range: a fact about the
// machine that does not change while the process lives.
var noClone3 atomic.Bool

// launch is everything a child needs until its execve, in memory that the
// parent does not move or free meanwhile.
type launch struct {
	clone3 cloneArgs
	failed failure
	calls  []call
	few    [15]call // backs calls, of which most children make no more

	image     // path, arguments and environment
	pid       int32
	pidfd     int32
	group     int32
	limits    []unix.Rlimit
	nofile    unix.Rlimit
	emptyMask uint64
	pending   uint64
	standard  sigaction // SIG_DFL
	ignore    sigaction // SIG_IGN
}

// spawnNative starts a process with clone3. ok is false when this machine
// cannot, and nothing was done.
func spawnNative(a *SpawnAttr) (p *Process, ok bool, err error) {
	if noClone3.Load() {
		return nil, false, nil
	}
	return prepare(a).spawn(!a.NoPidfd)
}

// spawn makes the child, and tells how it fared.
func (l *launch) spawn(pidfd bool) (p *Process, ok bool, err error) {
	pid, errno := l.start(pidfd)
	switch {
	case errno == syscall.ENOSYS || errno == syscall.EPERM || errno == syscall.EINVAL:
		noClone3.Store(true)
		return nil, false, nil
	case errno != 0:
		return nil, true, &SpawnError{Step: "clone", Fd: -1, Err: errno}
	}
	p = &Process{pid: pid, pidfd: int(l.pidfd)}
	if e := l.failedAs(); e != nil {
		p.Wait()
		if e.Step == "close_range" && e.Err == syscall.ENOSYS {
			noClone3.Store(true)
			return nil, false, nil
		}
		return nil, true, e
	}
	if l.pending&sigbit(syscall.SIGTSTP) != 0 {
		p.Signal(syscall.SIGTSTP)
	}
	return p, true, nil
}

// start clones the child, without a pidfd when there is no descriptor left
// for one, and returns when it has left this process's memory.
func (l *launch) start(pidfd bool) (int, syscall.Errno) {
	l.pidfd = -1
	l.clone3 = cloneArgs{
		flags: unix.CLONE_VM | unix.CLONE_VFORK | unix.CLONE_CLEAR_SIGHAND |
			unix.CLONE_PARENT_SETTID,
		parentTid:  uint64(uintptr(unsafe.Pointer(l.tidAt()))),
		exitSignal: uint64(syscall.SIGCHLD),
	}
	if pidfd {
		l.clone3.flags |= unix.CLONE_PIDFD
		l.clone3.pidfd = uint64(uintptr(unsafe.Pointer(&l.pidfd)))
	}
	forks.enter()
	pid, errno := l.clone()
	forks.leave()
	if pidfd && (errno == uintptr(syscall.EMFILE) || errno == uintptr(syscall.ENFILE)) {
		return l.start(false)
	}
	return int(pid), syscall.Errno(errno)
}

// tidAt is where the kernel puts the child's pid before the child runs: into
// group when the child is to lead the terminal's foreground group.
func (l *launch) tidAt() *int32 {
	if l.group == 0 {
		return &l.group
	}
	return &l.pid
}

// prepare lists the calls of the child. Terminal, directory and umask come
// before the fd steps, which renumber and close what they need, and limits
// after these, as a lower RLIMIT_NOFILE must not get in their way. The signal
// mask is emptied when all handlers and dispositions are the child's.
func prepare(a *SpawnAttr) *launch {
	l := &launch{ignore: sigaction{handler: 1}}
	l.calls = l.few[:0]
	l.pack(a)
	l.place(a)
	for _, s := range a.Steps {
		l.fd(s)
	}
	l.limit(a)
	l.signals(a)
	l.call(sysExecve, l.pathAt(), l.argvAt(), l.envAt(), 0)
	return l
}

func (l *launch) call(nr, a, b, c, d uintptr) {
	l.calls = append(l.calls, call{nr, [4]uintptr{a, b, c, d}})
}

// place adds process group, terminal, directory and umask.
func (l *launch) place(a *SpawnAttr) {
	if a.SetPgid {
		l.call(sysSetpgid, 0, uintptr(a.Pgid), 0, 0)
	}
	if a.TTY >= 0 {
		if a.SetPgid {
			l.group = int32(a.Pgid)
		} else {
			l.group = int32(syscall.Getpgrp())
		}
		l.call(sysIoctl, uintptr(a.TTY), unix.TIOCSPGRP, uintptr(unsafe.Pointer(&l.group)), 0)
	} else {
		l.group = -1
	}
	if a.DirFd >= 0 {
		l.call(sysFchdir, uintptr(a.DirFd), 0, 0, 0)
	}
	if a.Umask >= 0 {
		l.call(sysUmask, uintptr(a.Umask), 0, 0, 0)
	}
}

func (l *launch) fd(s FdStep) {
	switch s.Op {
	case FdDup:
		l.call(sysDup3, uintptr(s.A), uintptr(s.B), 0, 0)
	case FdKeep:
		l.call(sysFcntl, uintptr(s.A), unix.F_SETFD, 0, 0)
	case FdCloseRange:
		last := uintptr(s.B)
		if s.B < 0 {
			last = 1<<32 - 1
		}
		l.call(sysCloseRange, uintptr(s.A), last, 0, 0)
	}
}

// limit adds a.Rlimits, and the soft RLIMIT_NOFILE that the process was
// started with in place of the one the Go runtime raised it to.
func (l *launch) limit(a *SpawnAttr) {
	given := false
	if len(a.Rlimits) > 0 {
		l.limits = make([]unix.Rlimit, len(a.Rlimits))
	}
	for i, r := range a.Rlimits {
		given = given || r.Resource == unix.RLIMIT_NOFILE
		l.limitTo(&l.limits[i], r)
	}
	if given {
		return
	}
	if r, ok := originalNofile(); ok {
		l.limitTo(&l.nofile, r)
	}
}

func (l *launch) limitTo(at *unix.Rlimit, r Rlimit) {
	*at = unix.Rlimit{Cur: r.Cur, Max: r.Max}
	l.call(sysPrlimit, 0, uintptr(r.Resource), uintptr(unsafe.Pointer(at)), 0)
}

// signals adds dispositions and mask. A child in a process group of its own
// may be sent SIGTSTP from the terminal at any time: stopping before its
// execve would stop this process too, which waits for that. So SIGTSTP is
// ignored until the last moment, and one that came before is noted, for the
// parent to send again.
func (l *launch) signals(a *SpawnAttr) {
	stop := a.SetPgid && stopsOn(a, syscall.SIGTSTP)
	l.sigaction(syscall.SIGPIPE, &l.standard)
	for _, s := range a.SigDefault {
		l.sigaction(s, &l.standard)
	}
	for _, s := range a.SigIgnore {
		l.sigaction(s, &l.ignore)
	}
	if stop {
		l.call(sysSigpending, uintptr(unsafe.Pointer(&l.pending)), unsafe.Sizeof(l.pending), 0, 0)
		l.sigaction(syscall.SIGTSTP, &l.ignore)
	}
	l.call(sysSigprocmask, unix.SIG_SETMASK, uintptr(unsafe.Pointer(&l.emptyMask)), 0, unsafe.Sizeof(l.emptyMask))
	if stop {
		l.sigaction(syscall.SIGTSTP, &l.standard)
	}
}

func (l *launch) sigaction(s syscall.Signal, to *sigaction) {
	l.call(sysSigaction, uintptr(s), uintptr(unsafe.Pointer(to)), 0, unsafe.Sizeof(to.mask))
}

// stopsOn tells whether the child will have sig at its default.
func stopsOn(a *SpawnAttr, sig syscall.Signal) bool {
	for _, s := range a.SigIgnore {
		if s == sig {
			return false
		}
	}
	for _, s := range a.SigDefault {
		if s == sig {
			return true
		}
	}
	return !ignored(sig)
}
