//go:build linux && (amd64 || arm64)

package spawn

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// cloneArgsSize is the size of cloneArgs in its first version, without a cgroup.
const cloneArgsSize = 64

// cloneArgs is struct clone_args of clone3(2), third version.
type cloneArgs struct {
	flags      uint64
	pidfd      uint64 // address to put it at
	childTid   uint64 // address for the child's pid, in the child's memory
	_          uint64 // parent_tid
	exitSignal uint64
	_          [5]uint64 // stack, stack_size, tls, set_tid, set_tid_size
	cgroup     uint64
}

// call is one system call for the child to make. cloneCalls knows its layout.
type call struct {
	nr   uintptr
	args [4]uintptr
}

// failure is where the child says which call failed, and how.
type failure struct {
	errno uintptr
	at    uintptr // address of the call
}

// cloneHow is how the child is made.
type cloneHow struct {
	nr   uintptr // clone3 or clone
	args [5]uintptr

	// Where the system does not reset the parent's handlers, the child does:
	// it looks at a signal's disposition at found, and puts standard there.
	found, standard *sys.Sigaction

	report int // descriptor to write the failure to as well; negative: none
}

// cloneCalls makes a child that shares this process's memory and stack and
// then makes calls, one after the other, the last being an execve. It returns
// when the child has left: into its own program, or with *failed filled in.
// Without go:noescape, what its arguments point to is on the heap, where a
// growing stack does not move it.
func cloneCalls(how *cloneHow, calls *call, failed *failure) (pid, errno uintptr)

//go:linkname runtimeBeforeFork syscall.runtime_BeforeFork
func runtimeBeforeFork()

//go:linkname runtimeAfterFork syscall.runtime_AfterFork
func runtimeAfterFork()

// clone starts the child of l. From runtimeBeforeFork on all signals are
// blocked on this thread and a growing stack is fatal, so that nothing here
// may call ordinary Go. The child inherits the blocked mask, so no handler of
// the parent can run in it; the handlers are reset, by clone3 or by the child,
// before the child's own calls empty the mask. runtime_AfterForkInChild, which
// would do that too, is not called: it writes to the runtime's variables, and
// those are the parent's.
//
//go:nosplit
//go:norace
func (l *launch) clone() (pid, errno uintptr) {
	runtimeBeforeFork()
	sys.RestoreTimers()
	pid, errno = cloneCalls(&l.how, &l.calls[0], &l.failed)
	runtimeAfterFork()
	return pid, errno
}

// step returns the index of the call that failed.
func (l *launch) step() int {
	// SAFETY: failed.at is an address within calls, or just behind.
	return int((l.failed.at - uintptr(unsafe.Pointer(&l.calls[0]))) / unsafe.Sizeof(call{}))
}

// failedAs returns the failure of the child as an error, or nil.
func (l *launch) failedAs() *Error {
	if l.failed.errno == 0 {
		return nil
	}
	c := &l.calls[l.step()]
	e := &Error{Step: stepName(c), Fd: -1, Err: syscall.Errno(l.failed.errno)}
	switch e.Step {
	case "dup2", "fcntl", "fchdir", "tcsetpgrp", "controlling terminal":
		e.Fd = int(c.args[0])
	}
	return e
}

func stepName(c *call) string {
	switch c.nr {
	case sysDup3:
		return "dup2"
	case sysClose:
		return "close"
	case sysFcntl:
		return "fcntl"
	case sysCloseRange:
		return "close_range"
	case sysSetpgid:
		return "setpgid"
	case sysSetsid:
		return "setsid"
	case sysIoctl:
		if c.args[1] == unix.TIOCSCTTY {
			return "controlling terminal"
		}
		return "tcsetpgrp"
	case sysFchdir:
		return "fchdir"
	case unix.SYS_CHROOT, unix.SYS_CHDIR:
		return "chroot"
	case unix.SYS_SETGROUPS, unix.SYS_SETGID, unix.SYS_SETUID:
		return "credential"
	case sysPrlimit, sysSetrlimit:
		return "setrlimit"
	case sysPrctl:
		return "prctl"
	case sysSigaction:
		return "sigaction"
	case sysExecve:
		return "execve"
	}
	return "child"
}
