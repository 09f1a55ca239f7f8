package sys

import "golang.org/x/sys/unix"

// AwaitOr waits until fd can be read, or written, or until wake can be read,
// which is ErrWoken.
func AwaitOr(fd, wake int, read bool) error {
	events := int16(unix.POLLOUT)
	if read {
		events = unix.POLLIN
	}
	set := [2]unix.PollFd{{Fd: int32(wake), Events: unix.POLLIN}, {Fd: int32(fd), Events: events}}
	for {
		n, err := pollOnce(set[:], -1)
		switch {
		case err != nil && err != unix.EINTR:
			return err
		case err == nil && n > 0 && set[0].Revents != 0:
			return ErrWoken
		case err == nil && n > 0:
			return nil
		}
	}
}
