package spawn

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/thread"
)

// Exec replaces the process by a program. It returns only on failure, and
// then the process's fds, directory and umask may have changed already.
func Exec(a *Attr) error {
	var err error
	thread.AsMain(func() { err = replace(a) })
	return err
}

func replace(a *Attr) error {
	thread.SetMask(&unix.Sigset_t{}) // the program inherits it
	if a.DirFd >= 0 {
		if err := unix.Fchdir(a.DirFd); err != nil {
			return err
		}
	}
	if a.Umask >= 0 {
		unix.Umask(a.Umask)
	}
	for _, s := range a.Steps {
		if err := s.run(); err != nil {
			return err
		}
	}
	if err := setLimits(a); err != nil {
		return err
	}
	setDispositions(a)
	sys.RestoreTimers()
	return syscall.Exec(a.Path, a.Argv, a.Env)
}

// run performs one step on the process's own fd table.
func (s FdStep) run() error {
	switch s.Op {
	case FdDup:
		return unix.Dup3(s.A, s.B, 0)
	case FdKeep:
		_, err := unix.FcntlInt(uintptr(s.A), unix.F_SETFD, 0)
		return err
	}
	return closeOnExec(s.A, s.B)
}

// closeOnExec has exec close the descriptors from first to last (negative: to
// the highest).
func closeOnExec(first, last int) error {
	if unix.CloseRange(uint(first), uint(uint32(last)), unix.CLOSE_RANGE_CLOEXEC) == nil {
		return nil
	}
	for _, fd := range self.LeakyFds() { // what the system does not do for a range
		if fd < first || last >= 0 && fd > last {
			continue
		}
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, unix.FD_CLOEXEC); err != nil && err != unix.EBADF {
			return err
		}
	}
	return nil
}

// setLimits sets those of a, and the one of descriptors back that this process
// has raised for itself. A lower one must not be in the way of the steps.
func setLimits(a *Attr) error {
	for _, l := range a.Rlimits {
		if err := sys.Setrlimit(l.Resource, &unix.Rlimit{Cur: l.Cur, Max: l.Max}); err != nil {
			return err
		}
	}
	if r := rlimit.ChildNofile(a.Rlimits); r != nil {
		return sys.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: r.Cur, Max: r.Max})
	}
	return nil
}

// setDispositions ignores the signals of a and makes SIGPIPE default. The
// handlers of the Go runtime are reset by exec itself.
func setDispositions(a *Attr) {
	set := func(sig syscall.Signal, handler uintptr) {
		sa := sys.Sigaction{Handler: handler}
		// SAFETY: the kernel reads sa, which has its layout.
		unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
	}
	set(unix.SIGPIPE, 0)
	for _, sig := range a.SigDefault {
		set(sig, 0)
	}
	for _, sig := range a.SigIgnore {
		set(sig, 1)
	}
}
