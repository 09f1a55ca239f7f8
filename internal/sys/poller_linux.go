package sys

import "golang.org/x/sys/unix"

// roomForPoller tells whether there are the descriptors that the poller takes.
func roomForPoller() bool {
	a, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return false
	}
	defer Close(a)
	b, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return false
	}
	Close(b)
	return true
}
