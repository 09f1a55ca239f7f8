package sys

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Stopped returns the signal that has stopped the child pid, or 0. Others see
// the stop too.
func Stopped(pid int) syscall.Signal {
	var info childInfo
	if waitid(unix.P_PID, pid, unix.WSTOPPED|unix.WNOHANG|unix.WNOWAIT, &info, nil) != nil || info.pid == 0 {
		return 0
	}
	return syscall.Signal(info.status)
}
