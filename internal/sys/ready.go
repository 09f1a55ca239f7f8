package sys

import (
	"time"

	"golang.org/x/sys/unix"
)

// WaitReadable waits until reading from fd would not block, or until timeout
// has passed (negative: any time). It tells which.
func WaitReadable(fd int, timeout time.Duration) (bool, error) {
	end := time.Now().Add(timeout)
	p := [1]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	for {
		ms := -1
		if timeout >= 0 {
			left := time.Until(end)
			// Rounded up: waiting may be a little too long, never a busy loop.
			ms = int(min(max(left+time.Millisecond-1, 0)/time.Millisecond, 1<<30))
		}
		n, err := pollOnce(p[:], ms)
		switch {
		case err != nil && err != unix.EINTR:
			return false, err
		case err == nil && n > 0:
			if p[0].Revents&unix.POLLNVAL != 0 {
				return false, unix.EBADF
			}
			return true, nil
		case timeout >= 0 && time.Until(end) <= 0:
			return false, nil
		}
	}
}
