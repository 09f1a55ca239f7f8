//go:build linux && (amd64 || arm64)

package rlimit

import (
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/elf"
)

// startNofile remembers what askNofile found out: a fact about the start of
// this process. The zero Max means that nobody asked yet.
var startNofile atomic.Pointer[Limit]

// originalNofile returns the RLIMIT_NOFILE this process was started with, if
// the Go runtime has raised it: to one less than the hard limit, so with any
// other soft limit there is nothing to restore.
func originalNofile() (Limit, bool) {
	var now unix.Rlimit
	if sys.Getrlimit(unix.RLIMIT_NOFILE, &now) != nil || now.Cur != now.Max-1 {
		return Limit{}, false
	}
	r := startNofile.Load()
	if r == nil {
		r = &Limit{Resource: unix.RLIMIT_NOFILE, Cur: now.Cur, Max: now.Max}
		if was, err := askNofile(); err == nil {
			r.Cur, r.Max = was.Cur, was.Max
		}
		startNofile.Store(r)
	}
	return *r, r.Max == now.Max && r.Cur != now.Cur
}

// ChildNofile is the soft RLIMIT_NOFILE that the process was started with, where
// the Go runtime has raised it and set has none; else nil.
func ChildNofile(set []Limit) *Limit {
	for _, r := range set {
		if r.Resource == unix.RLIMIT_NOFILE {
			return nil
		}
	}
	if r, ok := originalNofile(); ok {
		return &r
	}
	return nil
}

// askNofile learns the original limit from a child of syscall.ForkExec: that
// knows it, keeps it to itself, and gives it to its children. The child is a
// program of two instructions that ends at once; the limits can still be read
// from its zombie. Nothing in this process is changed.
func askNofile() (r unix.Rlimit, err error) {
	fd, err := unix.MemfdCreate("exit", unix.MFD_CLOEXEC|mfdExec)
	if err == unix.EINVAL { // before Linux 6.3
		fd, err = unix.MemfdCreate("exit", unix.MFD_CLOEXEC)
	}
	if err != nil {
		return r, err
	}
	defer sys.Close(fd)
	if _, err = sys.Write(fd, elf.Program(elf.ExitCode)); err != nil {
		return r, err
	}
	pid, err := syscall.ForkExec(sys.FdPath(fd), []string{"exit"}, &syscall.ProcAttr{})
	if err != nil {
		return r, err
	}
	if err = waitOnce(pid, unix.WEXITED|unix.WNOWAIT); err == nil {
		err = unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &r)
	}
	waitOnce(pid, unix.WEXITED)
	return r, err
}

// waitOnce is waitid for a child whose state nobody wants.
func waitOnce(pid, flags int) error {
	for {
		if err := unix.Waitid(unix.P_PID, pid, nil, flags, nil); err != unix.EINTR {
			return err
		}
	}
}

const mfdExec = 0x10

// RestoreNofile gives this process back the soft RLIMIT_NOFILE that it was
// started with. It is for programs whose own limit that is, like a shell; a
// library must not do it. What entry does not know a failing exec does: before
// execve the Go runtime puts the original limit back, and forgets it.
//
// When the process runs out of descriptors later it may have as many as the hard
// limit allows; its children still get the limit that it was started with.
func RestoreNofile() {
	was, known := sys.NofileAtEntry()
	r := unix.Rlimit(was)
	if !known || syscall.Setrlimit(unix.RLIMIT_NOFILE, &was) != nil {
		syscall.Exec("", nil, nil)
		if sys.Getrlimit(unix.RLIMIT_NOFILE, &r) != nil {
			return
		}
	}
	startNofile.Store(&Limit{Resource: unix.RLIMIT_NOFILE, Cur: r.Cur, Max: r.Max})
	sys.OwnFileLimit()
}

// nofileAtStart returns the limit of open files that the process was started
// with, if it is another one now.
func nofileAtStart() (Limit, bool) { return originalNofile() }
