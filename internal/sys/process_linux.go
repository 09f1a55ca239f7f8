package sys

import (
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
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

func (p *Process) wait() (ws syscall.WaitStatus, err error) {
	if p.pidfd >= 0 {
		if waiting.Add(1) <= patient {
			pollFor(p.pidfd, unix.POLLIN, patience)
		}
		waiting.Add(-1)
		ws, done, err := p.reap()
		if !done && err == nil {
			ws, done, err = p.poll()
		}
		if done || err != nil {
			return ws, err
		}
	}
	var info childInfo
	waitid(unix.P_PID, p.pid, unix.WEXITED|unix.WNOWAIT, &info, nil)
	ws, _, err = p.reap()
	return ws, err
}

// poll waits for the end of the process in Go's poller, where any number of
// children cost no thread, and reaps it. Where that is not possible, done is
// false.
func (p *Process) poll() (ws syscall.WaitStatus, done bool, err error) {
	if unix.SetNonblock(p.pidfd, true) != nil { // else os.NewFile does not poll it
		return 0, false, nil
	}
	f := os.NewFile(uintptr(p.pidfd), "pidfd")
	p.mu.Lock()
	p.poller = f
	p.mu.Unlock()
	defer f.Close()
	c, e := f.SyscallConn()
	if e != nil {
		return 0, false, nil
	}
	c.Read(func(uintptr) bool {
		ws, done, err = p.reap()
		return done || err != nil
	})
	return ws, done, err
}

// tryWait reaps the process if it has ended. By its pidfd that can't be
// another one, even if the program, against all manners, waits for any child.
func (p *Process) tryWait() (ws syscall.WaitStatus, done bool, err error) {
	if p.pidfd < 0 {
		return p.wait4()
	}
	var info childInfo
	err = waitid(unix.P_PIDFD, p.pidfd, unix.WEXITED|unix.WNOHANG, &info, &p.rusage)
	return info.waitStatus(), info.pid != 0, err
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

// waitStatus packs the fields the way wait4 does.
func (i *childInfo) waitStatus() syscall.WaitStatus {
	const killed, dumped, coreFlag = 2, 3, 0x80
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
