//go:build linux && (amd64 || arm64)

package spawn

import (
	"errors"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/proc"
)

// ways says by which ways a process is started on this machine: without any of
// the flags, by the best. A kernel that is old, or a filter of system calls in
// front of it, has others used.
type ways uint32

const (
	oldClone     ways = 1 << iota // clone for clone3
	closeByList                   // close what is open for close_range
	oldSetrlimit                  // setrlimit for prlimit64
	apartMemory                   // the child has a copy of the memory: an emulator
)

// found has the ways of this machine: what it can do does not change while the
// process lives.
var found atomic.Uint32

func knownWays() ways { return ways(found.Load()) }

// MemoryApart tells whether it is known that children have a copy of the memory,
// as those of an emulator of programs have: it is after the first start.
func MemoryApart() bool { return knownWays()&apartMemory != 0 }

func (w ways) now(more ways) bool {
	found.Or(uint32(more))
	return w&more != more
}

// learn tells whether there is another way for what w has failed in, and
// remembers that. Filters return any error they like, most often ENOSYS or
// EPERM. A lack of something is never taken for a refusal; what else can fail
// is tried with arguments that cannot.
func (w ways) learn(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Step {
	case "clone":
		// With the flags used nothing but a refusal is left. If it is none,
		// the other way fails alike.
		return !sys.IsLack(sys.Errno(e.Err)) && w.now(oldClone|separateMemory())
	case "close": // of what another thread has closed meanwhile
		return sys.Errno(e.Err) == syscall.EBADF
	case "close_range":
		return closeRangeRefused() && w.now(closeByList)
	case "setrlimit":
		return sys.PrlimitRefused() && w.now(oldSetrlimit)
	}
	return false
}

// noPidfd tells whether a clone has failed since it was to give a pidfd: there
// is no descriptor left, or the system knows no such thing.
func noPidfd(e syscall.Errno, w ways) bool {
	return e == syscall.EMFILE || e == syscall.ENFILE || e == syscall.EINVAL && w&oldClone != 0
}

// openPidfd makes a pidfd for a child that was made without, or -1.
func openPidfd(pid int) int32 {
	fd, err := unix.PidfdOpen(pid, 0) // close-on-exec
	if err != nil {
		return -1
	}
	return int32(fd)
}

// closeRangeRefused tries close_range on a descriptor that there can't be.
func closeRangeRefused() bool {
	const none = 1<<31 - 1
	return unix.CloseRange(none, none, 0) != nil
}

// separateMemory tells whether a child of vfork has a copy of the parent's
// memory, as under qemu's emulation of single programs. It can't report a
// failure by it.
func separateMemory() ways {
	l := &launch{ways: oldClone, group: -1, how: cloneHow{report: -1}}
	l.call(unix.SYS_EXIT_GROUP, 0, 0, 0, 0)
	l.setHow(false)
	forks.enter()
	pid, errno := l.clone()
	forks.leave()
	if errno != 0 {
		return 0
	}
	proc.New(int(pid), -1).Wait()
	if int(l.pid) != int(pid) {
		return apartMemory | closeByList
	}
	return 0
}

// openReport makes the pipe by which a child with its own memory reports. The
// number of its end is none that the child's calls use.
func (l *launch) openReport() (r int, err error) {
	if l.ways&apartMemory == 0 {
		return -1, nil
	}
	r, w, err := sys.Pipe()
	if err != nil {
		return -1, err
	}
	l.how.report, err = unix.FcntlInt(uintptr(w), unix.F_DUPFD_CLOEXEC, l.highest()+1)
	sys.Close(w)
	if err != nil {
		sys.Close(r)
	}
	return r, err
}

// highest is the highest number that the child's calls give a file.
func (l *launch) highest() int {
	high := 2
	for i := range l.calls {
		if c := &l.calls[i]; c.nr == sysDup3 {
			high = max(high, int(c.args[1]))
		}
	}
	return high
}

// readReport waits for the child's failure, or its execve.
func (l *launch) readReport(r int) {
	if r < 0 {
		return
	}
	sys.Close(l.how.report)
	// SAFETY: failed has no pointers: any bytes are a value of it.
	sys.Read(r, unsafe.Slice((*byte)(unsafe.Pointer(&l.failed)), unsafe.Sizeof(l.failed)))
	sys.Close(r)
}
