package poll

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// spareForOthers is how many descriptors there must be besides: what other threads take
// between the look and the making of the poller.
const spareForOthers = 6

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
	defer sys.Close(b)
	for range spareForOthers {
		c, err := sys.Dup(b)
		if err != nil {
			return false
		}
		defer sys.Close(c)
	}
	return true
}
