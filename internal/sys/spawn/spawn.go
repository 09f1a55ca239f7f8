// Package spawn starts processes, and replaces this one.
package spawn

import (
	"strconv"
	"syscall"
	"time"

	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/rlimit"
	"gpipe/internal/sys/thread"
)

// FdMap gives a child one open file: the child's fd Child is a duplicate
// of the parent's fd Parent.
type FdMap struct{ Child, Parent int }

// FdOp is the kind of one step of an fd plan.
type FdOp uint8

// The steps an fd plan is made of. All run in the child between clone and
// exec, on the child's private copy of the fd table.
const (
	FdDup        FdOp = iota // dup2(A, B): B becomes A without close-on-exec; A != B
	FdKeep                   // clear close-on-exec on A
	FdCloseRange             // close every open fd from A to B inclusive (B < 0: to the highest)
)

// FdStep is one step of an fd plan.
type FdStep struct {
	Op   FdOp
	A, B int
}

// Attr says everything about a new process. The fds it names are
// borrowed: the caller keeps and closes them.
type Attr struct {
	Path string   // the file to execute; a relative one is relative to Dir
	Argv []string // Argv[0] included
	Env  []string // "name=value"

	// Files is the child's whole fd table, sorted by Child. Steps, from
	// redirect.Plan, is the same as a sequence of system calls. The native
	// spawner runs Steps; the portable one uses Files. Both are needed.
	Files []FdMap
	Steps []FdStep

	// Chroot, if not "", is the root directory, Credential, if not nil, the user and
	// the groups, and Cgroup, if positive, a descriptor of the cgroup that the
	// child begins in: it needs CanCgroup, and is ENOTSUP where clone3 is refused.
	Chroot     string
	Credential *syscall.Credential
	Cgroup     int

	DirFd   int            // directory fd the child starts in; negative: the parent's cwd
	Umask   int            // negative: the parent's
	Rlimits []rlimit.Limit // limits set besides the original RLIMIT_NOFILE

	// Setsid makes the child the leader of a session of its own; SetPgid and TTY
	// are without effect. Ctty is then the terminal, a descriptor of the parent,
	// that becomes its controlling one; negative: none.
	Setsid bool
	Ctty   int

	SetPgid bool // put the child into process group Pgid; 0: its own
	Pgid    int
	TTY     int // make the child's group the foreground group of this terminal fd; negative: no

	// SigIgnore and SigDefault set dispositions after the parent's handlers
	// were reset. SIGPIPE is always default unless it is in SigIgnore. The
	// child's signal mask is empty.
	SigIgnore, SigDefault []syscall.Signal

	// Pdeathsig, if not 0, is a signal that the child gets when the thread that
	// started it ends, as all do with their process. It needs CanPdeathsig.
	Pdeathsig syscall.Signal

	// Room is how many processes and threads the program is going to need: a
	// limit that does not allow as many is EAGAIN at the clone. It is found out
	// on Linux only, and only of small limits.
	Room int

	// Own says that the process belongs to the program, and what renice(1) and
	// the like have given it concerns the child.
	Own bool

	// NoPidfd saves a descriptor: Wait then blocks a thread.
	NoPidfd bool
}

// Error says which step of starting a process failed.
type Error struct {
	Step string // "clone", "dup2", "fchdir", "setpgid", "execve", ...
	Fd   int    // the parent's fd that the step was about, else -1
	Err  error  // has a syscall.Errno in it
}

func (e *Error) Error() string {
	if e.Fd >= 0 {
		return e.Step + " " + strconv.Itoa(e.Fd) + ": " + e.Err.Error()
	}
	return e.Step + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// Start makes a process. It fails with a *Error. A text file busy is
// retried with a short back-off, and so is the lack of room for a process; a
// script without "#!" is reported as ENOEXEC, for the caller to run. An
// argument with a NUL byte is EINVAL.
//
// On Linux for amd64 and arm64 the child is made with clone3 and everything
// in a is done. Elsewhere, where a filter forbids clone3, and without Steps,
// it is made with syscall.ForkExec: see spawnPortable for what that can't do.
func Start(a *Attr) (*proc.Process, error) {
	if err := checkNUL(a); err != nil {
		return nil, &Error{Step: "execve", Fd: -1, Err: err}
	}
	for try := 0; ; try++ {
		var p *proc.Process
		var err error
		if a.Own {
			thread.AsMain(func() { p, err = spawn(a) })
		} else {
			p, err = spawn(a)
		}
		if err == nil {
			return p, nil
		}
		pause := backOff(err, try)
		if pause == 0 {
			return nil, err
		}
		poll.Sleep(pause)
	}
}

func spawn(a *Attr) (*proc.Process, error) {
	if err := injectedFailure(); err != nil {
		return nil, err
	}
	if a.Room > 0 && !rlimit.Room(a.Room) {
		return nil, &Error{Step: "clone", Fd: -1, Err: syscall.EAGAIN}
	}
	if len(a.Steps) > 0 {
		if p, ok, err := spawnNative(a); ok {
			return p, err
		}
	}
	return spawnPortable(a)
}

// backOff returns how long to wait before the try after number try, 0 for
// giving up. A program is busy for as long as another process that was forked
// while it was being written has not reached its exec: 63 ms in all. Room for
// a process may come when others end: 635 ms in all.
func backOff(err error, try int) time.Duration {
	e, ok := err.(*Error)
	switch {
	case !ok:
		return 0
	case e.Err == syscall.ETXTBSY && try < 6:
		return time.Millisecond << try
	case e.Err == syscall.EAGAIN && e.Step == "clone" && try < 7:
		return 5 * time.Millisecond << try
	}
	return 0
}
