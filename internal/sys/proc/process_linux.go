package proc

import (
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
)

// patience and patient bound the first part of a wait, in which the thread
// waits as well: being woken in the poller takes about as long as a short
// child lives.
const (
	patience = 10 // ms
	patient  = 4  // threads
)

// waiting counts the threads in the first part of a wait. The bound on them
// is one of the whole process, as threads are.
var waiting atomic.Int32

func (p *Process) awaitStatus() (ws syscall.WaitStatus, err error) {
	p.AwaitEnd()
	ws, done, err := p.reap()
	if done || err != nil {
		return ws, err
	}
	return p.waitThread() // waitid is refused
}

// AwaitEnd waits until the process has ended and leaves it a zombie, so that
// its pid, and the process group with that number, stay reserved until Wait.
// It returns false when there is nothing to wait for, or no way to.
func (p *Process) AwaitEnd() bool {
	p.mu.Lock()
	fd := p.pidfd
	p.mu.Unlock()
	if fd >= 0 {
		if waiting.Add(1) <= patient {
			if ready, _ := sys.PollFor(fd, unix.POLLIN, patience); ready {
				waiting.Add(-1)
				return true
			}
		}
		waiting.Add(-1)
		if p.poll() {
			return true
		}
	}
	var info childInfo
	return waitid(unix.P_PID, p.pid, unix.WEXITED|unix.WNOWAIT, &info, nil) == nil
}

// poll waits for the end of the process in Go's poller, where any number of
// children cost no thread. It returns false where that is not possible.
func (p *Process) poll() bool {
	p.mu.Lock()
	if p.poller == nil && p.pidfd >= 0 && poll.CanPoll() && unix.SetNonblock(p.pidfd, true) == nil {
		p.poller = os.NewFile(uintptr(p.pidfd), "pidfd") // polls what is non-blocking
	}
	f := p.poller
	p.mu.Unlock()
	c, err := f.SyscallConn()
	if err != nil {
		return false
	}
	ended := false
	c.Read(func(fd uintptr) bool {
		var info childInfo
		err := waitid(unix.P_PIDFD, int(fd), unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, &info, nil)
		ended = err == nil && info.pid != 0
		return ended || err != nil
	})
	return ended
}

// tryWait reaps the process if it has ended. By its pidfd that can't be
// another one, even if the program, against all manners, waits for any child.
func (p *Process) reapNow() (ws syscall.WaitStatus, done bool, err error) {
	if p.pidfd >= 0 {
		var info childInfo
		err = waitid(unix.P_PIDFD, p.pidfd, unix.WEXITED|unix.WNOHANG, &info, &p.rusage)
		if err == nil || err == syscall.ECHILD {
			return info.waitStatus(), info.pid != 0, err
		}
	}
	return p.wait4() // no pidfd, or the system does not wait for one
}

// send sends sig. By the pidfd no other process is hit, even if nobody kept the
// pid, as where this process ignores SIGCHLD.
func (p *Process) send(sig syscall.Signal) error {
	if p.pidfd >= 0 {
		err := unix.PidfdSendSignal(p.pidfd, sig, nil, 0)
		if err != unix.ENOSYS && err != unix.EPERM { // or a filter has refused it
			return err
		}
	}
	return syscall.Kill(p.pid, sig)
}

// childInfo is what waitid fills in of siginfo_t.
type childInfo struct {
	signo, errno, code int32

	_      [0]uintptr
	pid    int32
	uid    uint32
	status int32
	_      [104]byte
}

// Values of childInfo.code; the others do not matter here.
const (
	killed       = 2
	dumped       = 3
	childStopped = 5
)

// waitStatus packs the fields the way wait4 does.
func (i *childInfo) waitStatus() syscall.WaitStatus {
	const coreFlag = 0x80
	switch i.code {
	case killed:
		return syscall.WaitStatus(i.status)
	case dumped:
		return syscall.WaitStatus(i.status | coreFlag)
	}
	return syscall.WaitStatus(i.status&0xff) << 8
}

func waitid(kind, id, flags int, info *childInfo, ru *syscall.Rusage) error {
	for {
		if sys.Fault(sys.AtWait) == syscall.EINTR {
			continue
		}
		// SAFETY: the kernel writes to info and ru, which have its layout.
		_, _, e := syscall.Syscall6(syscall.SYS_WAITID, uintptr(kind), uintptr(id),
			uintptr(unsafe.Pointer(info)), uintptr(flags), uintptr(unsafe.Pointer(ru)), 0)
		switch e {
		case 0:
			return nil
		case syscall.EINTR:
		default:
			return e
		}
	}
}
