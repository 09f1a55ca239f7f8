package sys

import (
	"os"

	"golang.org/x/sys/unix"
)

// AwaitEnd waits until the process has ended and leaves it a zombie, so that
// its pid, and the process group with that number, stay reserved. It returns
// false at once where that is not possible. It is called before Wait, if at
// all.
func (p *Process) AwaitEnd() bool {
	p.mu.Lock()
	fd := -1
	if p.pidfd >= 0 && !p.reaped {
		fd, _ = Dup(p.pidfd)
	}
	p.mu.Unlock()
	if fd >= 0 && awaitPidfd(fd) {
		return true
	}
	var info childInfo
	return waitid(unix.P_PID, p.pid, unix.WEXITED|unix.WNOWAIT, &info, nil) == nil
}

// awaitPidfd waits in Go's poller until the process of fd has ended, and
// closes fd.
func awaitPidfd(fd int) bool {
	if waiting.Add(1) <= patient {
		pollFor(fd, unix.POLLIN, patience)
	}
	waiting.Add(-1)
	if SetNonblock(fd) != nil {
		Close(fd)
		return false
	}
	f := os.NewFile(uintptr(fd), "pidfd")
	defer f.Close()
	c, err := f.SyscallConn()
	if err != nil {
		return false
	}
	ended := false
	c.Read(func(uintptr) bool {
		var info childInfo
		err := waitid(unix.P_PIDFD, fd, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, &info, nil)
		ended = err == nil && info.pid != 0
		return ended || err != nil
	})
	return ended
}
