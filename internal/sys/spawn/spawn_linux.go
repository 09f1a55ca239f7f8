//go:build linux && (amd64 || arm64)

package spawn

import (
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/thread"
)

const (
	sysDup3        = unix.SYS_DUP3
	sysFcntl       = unix.SYS_FCNTL
	sysCloseRange  = unix.SYS_CLOSE_RANGE
	sysSetpgid     = unix.SYS_SETPGID
	sysSetsid      = unix.SYS_SETSID
	sysIoctl       = unix.SYS_IOCTL
	sysFchdir      = unix.SYS_FCHDIR
	sysUmask       = unix.SYS_UMASK
	sysPrlimit     = unix.SYS_PRLIMIT64
	sysSetrlimit   = unix.SYS_SETRLIMIT
	sysClose       = unix.SYS_CLOSE
	sysPrctl       = unix.SYS_PRCTL
	sysSigaction   = unix.SYS_RT_SIGACTION
	sysSigprocmask = unix.SYS_RT_SIGPROCMASK
	sysSigpending  = unix.SYS_RT_SIGPENDING
	sysExecve      = unix.SYS_EXECVE
)

// launch is everything a child needs until its execve, in memory that the
// parent does not move or free meanwhile.
type launch struct {
	ways   ways
	how    cloneHow
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
	standard  sys.Sigaction // SIG_DFL
	ignore    sys.Sigaction // SIG_IGN
	found     sys.Sigaction
	root      []byte
	slash     [2]byte
	groups    []uint32
	cgroup    int
	open      []int // without close_range: what the child has open
}

// spawnNative starts a process with clone3 or clone. ok is false on machines
// where there is no such way.
func spawnNative(a *Attr) (p *proc.Process, ok bool, err error) {
	for range 8 {
		w := knownWays()
		if p, err = spawnBy(w, a); err == nil || a.Cgroup > 0 && hadNoChild(err) || !w.learn(err) {
			break
		}
	}
	return p, true, err
}

// hadNoChild tells whether there was no child, which a cgroup may refuse.
func hadNoChild(err error) bool {
	e, ok := err.(*Error)
	return ok && e.Step == "clone"
}

// spawnBy starts a process without the system calls that w says are refused.
// What is open is looked at, where it must be, while nobody opens files that
// children get.
func spawnBy(w ways, a *Attr) (*proc.Process, error) {
	if a.Cgroup > 0 && w&oldClone != 0 {
		return nil, &Error{Step: "clone", Fd: -1, Err: syscall.ENOTSUP}
	}
	nofile := rlimit.ChildNofile(a.Rlimits) // finding it out may take a child
	if w&closeByList != 0 {
		forks.enter()
		defer forks.leave()
	}
	return prepare(w, a, nofile).spawn(!a.NoPidfd)
}

// spawn makes the child, and tells how it fared.
func (l *launch) spawn(pidfd bool) (*proc.Process, error) {
	report, err := l.openReport()
	if err != nil {
		return nil, &Error{Step: "pipe", Fd: -1, Err: err}
	}
	proc.BeginStart()
	pid, errno := l.start(pidfd)
	proc.EndStart(pid)
	l.readReport(report)
	if errno != 0 {
		return nil, &Error{Step: "clone", Fd: -1, Err: errno}
	}
	p := proc.New(pid, int(l.pidfd))
	if e := l.failedAs(); e != nil {
		p.Wait()
		return nil, e
	}
	if l.pending&thread.SignalBit(syscall.SIGTSTP) != 0 {
		p.Signal(syscall.SIGTSTP)
	}
	return p, nil
}

// start clones the child, without a pidfd when there is no descriptor left
// for one, and returns when it has left this process's memory.
func (l *launch) start(pidfd bool) (int, syscall.Errno) {
	l.pidfd = -1
	l.setHow(pidfd)
	if l.ways&closeByList == 0 { // else spawnBy has done it
		forks.enter()
		defer forks.leave()
	}
	pid, errno := l.clone()
	if pidfd && noPidfd(syscall.Errno(errno), l.ways) {
		return l.again()
	}
	return int(pid), syscall.Errno(errno)
}

// again is start once more, in the same hold of the gate, without a pidfd from
// the clone: it is asked for afterwards.
func (l *launch) again() (int, syscall.Errno) {
	l.setHow(false)
	pid, errno := l.clone()
	if errno == 0 {
		l.pidfd = openPidfd(int(pid))
	}
	return int(pid), syscall.Errno(errno)
}

// setHow sets how the child is made. clone knows no CLONE_CLEAR_SIGHAND, and
// gives the pidfd where it would put the pid for the parent: the child puts it
// there in both ways, before it runs.
func (l *launch) setHow(pidfd bool) {
	flags := uint64(unix.CLONE_VM | unix.CLONE_VFORK | unix.CLONE_CHILD_SETTID)
	var pidfdAt uintptr
	if pidfd {
		flags |= unix.CLONE_PIDFD
		// SAFETY: the addresses are those of l, which is not moved and outlives the calls of the child.
		pidfdAt = uintptr(unsafe.Pointer(&l.pidfd))
	}
	tidAt := uintptr(unsafe.Pointer(l.tidAt()))
	l.how = cloneHow{nr: unix.SYS_CLONE3, report: l.how.report}
	if l.ways&oldClone == 0 {
		l.clone3 = cloneArgs{
			flags: flags | unix.CLONE_CLEAR_SIGHAND, exitSignal: uint64(syscall.SIGCHLD),
			pidfd: uint64(pidfdAt), childTid: uint64(tidAt),
		}
		size := unsafe.Sizeof(l.clone3)
		if l.cgroup <= 0 {
			size = cloneArgsSize
		} else {
			l.clone3.flags |= unix.CLONE_INTO_CGROUP
			l.clone3.cgroup = uint64(l.cgroup)
		}
		l.how.args = [5]uintptr{uintptr(unsafe.Pointer(&l.clone3)), size}
		return
	}
	l.how.nr = unix.SYS_CLONE
	l.how.args = cloneArguments(uintptr(flags)|uintptr(syscall.SIGCHLD), pidfdAt, tidAt)
	l.how.found, l.how.standard = &l.found, &l.standard
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
func prepare(w ways, a *Attr, nofile *rlimit.Limit) *launch {
	l := &launch{ways: w, cgroup: a.Cgroup, ignore: sys.Sigaction{Handler: 1}, how: cloneHow{report: -1}}
	l.calls = l.few[:0]
	if w&closeByList != 0 {
		l.open = self.LeakyFds()
	}
	l.pack(a)
	l.place(a)
	for _, s := range a.Steps {
		l.fd(s)
	}
	l.limit(a, nofile)
	l.confine(a)
	l.signals(a)
	l.call(sysExecve, l.pathAt(), l.argvAt(), l.envAt(), 0)
	return l
}

func (l *launch) call(nr, a, b, c, d uintptr) {
	l.calls = append(l.calls, call{nr, [4]uintptr{a, b, c, d}})
}

// place adds death signal, process group, terminal, directory and umask.
func (l *launch) place(a *Attr) {
	if a.Pdeathsig != 0 { // first: from here on the end of this process is seen
		l.call(sysPrctl, unix.PR_SET_PDEATHSIG, uintptr(a.Pdeathsig), 0, 0)
	}
	switch {
	case a.Setsid:
		l.call(sysSetsid, 0, 0, 0, 0)
		if a.Ctty >= 0 {
			l.call(sysIoctl, uintptr(a.Ctty), unix.TIOCSCTTY, 0, 0)
		}
	case a.SetPgid:
		l.call(sysSetpgid, 0, uintptr(a.Pgid), 0, 0)
	}
	if a.TTY >= 0 && !a.Setsid {
		if a.SetPgid {
			l.group = int32(a.Pgid)
		} else {
			l.group = int32(syscall.Getpgrp())
		}
		// SAFETY: the address is one of l: see setHow.
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
	if l.ways&closeByList != 0 {
		l.track(s)
	}
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
		if l.ways&closeByList == 0 {
			l.call(sysCloseRange, uintptr(s.A), last, 0, 0)
		}
	}
}

// track keeps the list of what the child has open without close-on-exec, and
// closes what of it is in a range that it is not to have.
func (l *launch) track(s FdStep) {
	switch s.Op {
	case FdDup:
		l.open = append(l.open, s.B)
	case FdKeep:
		l.open = append(l.open, s.A)
	case FdCloseRange:
		kept := l.open[:0]
		slices.Sort(l.open)
		for _, fd := range slices.Compact(l.open) {
			if fd < s.A || s.B >= 0 && fd > s.B {
				kept = append(kept, fd)
			} else {
				l.call(sysClose, uintptr(fd), 0, 0, 0)
			}
		}
		l.open = kept
	}
}

// confine adds root, groups and user, as late as they can be: what is to be opened
// is open by then.
func (l *launch) confine(a *Attr) {
	if a.Chroot != "" {
		l.slash[0] = '/'
		l.root = append([]byte(a.Chroot), 0)
		// SAFETY: the addresses are of l, or of what l holds: see setHow.
		l.call(unix.SYS_CHROOT, uintptr(unsafe.Pointer(&l.root[0])), 0, 0, 0)
		if a.DirFd < 0 {
			l.call(unix.SYS_CHDIR, uintptr(unsafe.Pointer(&l.slash)), 0, 0, 0)
		}
	}
	if c := a.Credential; c != nil {
		if !c.NoSetGroups {
			l.groups = append(make([]uint32, 0, len(c.Groups)+1), c.Groups...)
			l.call(unix.SYS_SETGROUPS, uintptr(len(c.Groups)), uintptr(unsafe.Pointer(unsafe.SliceData(l.groups))), 0, 0)
		}
		l.call(unix.SYS_SETGID, uintptr(c.Gid), 0, 0, 0)
		l.call(unix.SYS_SETUID, uintptr(c.Uid), 0, 0, 0)
	}
}

// limit adds a.Rlimits and nofile.
func (l *launch) limit(a *Attr, nofile *rlimit.Limit) {
	if len(a.Rlimits) > 0 {
		l.limits = make([]unix.Rlimit, len(a.Rlimits))
	}
	for i, r := range a.Rlimits {
		l.limitTo(&l.limits[i], r)
	}
	if nofile != nil {
		l.limitTo(&l.nofile, *nofile)
	}
}

func (l *launch) limitTo(at *unix.Rlimit, r rlimit.Limit) {
	*at = unix.Rlimit{Cur: r.Cur, Max: r.Max}
	if l.ways&oldSetrlimit != 0 {
		// SAFETY: at is a limit that l holds: see setHow.
		l.call(sysSetrlimit, uintptr(r.Resource), uintptr(unsafe.Pointer(at)), 0, 0)
		return
	}
	l.call(sysPrlimit, 0, uintptr(r.Resource), uintptr(unsafe.Pointer(at)), 0)
}

// signals adds dispositions and mask. A child in a process group of its own
// may be sent SIGTSTP from the terminal at any time: stopping before its
// execve would stop this process too, which waits for that. So SIGTSTP is
// ignored until the last moment, and one that came before is noted, for the
// parent to send again.
func (l *launch) signals(a *Attr) {
	stop := a.SetPgid && stopsOn(a, syscall.SIGTSTP)
	l.sigaction(syscall.SIGPIPE, &l.standard)
	for _, s := range a.SigDefault {
		l.sigaction(s, &l.standard)
	}
	for _, s := range a.SigIgnore {
		l.sigaction(s, &l.ignore)
	}
	if stop {
		// SAFETY: the addresses are those of l: see setHow.
		l.call(sysSigpending, uintptr(unsafe.Pointer(&l.pending)), unsafe.Sizeof(l.pending), 0, 0)
		l.sigaction(syscall.SIGTSTP, &l.ignore)
	}
	l.call(sysSigprocmask, unix.SIG_SETMASK, uintptr(unsafe.Pointer(&l.emptyMask)), 0, unsafe.Sizeof(l.emptyMask))
	if stop {
		l.sigaction(syscall.SIGTSTP, &l.standard)
	}
}

func (l *launch) sigaction(s syscall.Signal, to *sys.Sigaction) {
	// SAFETY: to is one that l holds: see setHow.
	l.call(sysSigaction, uintptr(s), uintptr(unsafe.Pointer(to)), 0, unsafe.Sizeof(to.Mask))
}

// stopsOn tells whether the child will have sig at its default.
func stopsOn(a *Attr, sig syscall.Signal) bool {
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
	return !sys.Ignored(sig)
}
