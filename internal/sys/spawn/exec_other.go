//go:build !linux

package spawn

import (
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// Exec replaces the process by a program. It returns only on failure, and
// then the process's fds, directory and umask may have changed already.
func Exec(a *Attr) error {
	if a.DirFd >= 0 {
		if err := unix.Fchdir(a.DirFd); err != nil {
			return err
		}
	}
	if a.Umask >= 0 {
		unix.Umask(a.Umask)
	}
	for _, s := range a.Steps {
		if s.Op == FdDup {
			if err := unix.Dup2(s.A, s.B); err != nil {
				return err
			}
		} else if s.Op == FdKeep {
			if _, err := unix.FcntlInt(uintptr(s.A), unix.F_SETFD, 0); err != nil {
				return err
			}
		}
	}
	for _, sig := range a.SigIgnore {
		signal.Ignore(sig)
	}
	return syscall.Exec(a.Path, a.Argv, a.Env)
}
