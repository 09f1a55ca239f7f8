package poll

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// roomForPoller tells whether there are the descriptors that the poller takes.
func roomForPoller() bool {
	a, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return false
	}
	defer sys.Close(a)
	b, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return false
	}
	sys.Close(b)
	return true
}
