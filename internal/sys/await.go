package sys

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// ErrWoken is returned by waits that were told to stop.
var ErrWoken = errors.New("wait was given up")

// Await waits until fd is ready for one of events, or, unless that is negative,
// wake can be read or is at its end, which is ErrWoken, or until timeout has
// passed (negative: any time), which is not ready.
func Await(fd, wake int, events int16, timeout time.Duration) (ready bool, err error) {
	return AwaitEither(fd, wake, -1, events, timeout)
}

// AwaitEither is Await with two descriptors that may wake.
func AwaitEither(fd, wake, other int, events int16, timeout time.Duration) (ready bool, err error) {
	set := [3]unix.PollFd{{Fd: int32(wake), Events: unix.POLLIN}, {Fd: int32(fd), Events: events}, {Fd: int32(other), Events: unix.POLLIN}}
	var end time.Time
	if timeout > 0 {
		end = time.Now().Add(timeout)
	}
	for {
		n, err := pollOnce(set[:], millis(timeout, end))
		switch {
		case err != nil && err != unix.EINTR:
			return false, err
		case err == nil && n > 0 && set[0].Revents|set[2].Revents != 0:
			return false, ErrWoken
		case err == nil && n > 0 && set[1].Revents&unix.POLLNVAL != 0:
			return false, unix.EBADF
		case err == nil && n > 0:
			return true, nil
		case timeout >= 0 && time.Until(end) <= 0:
			return false, nil
		}
	}
}

// millis is what poll is to wait until end, rounded up, so that it never waits
// in a busy loop; forever if timeout is negative.
func millis(timeout time.Duration, end time.Time) int {
	switch {
	case timeout < 0:
		return -1
	case timeout == 0:
		return 0
	}
	left := max(time.Until(end)+time.Millisecond-1, 0) / time.Millisecond
	return int(min(left, 1<<30))
}

// PollFor waits until fd is ready, ms milliseconds have passed (negative:
// any time), or a signal has come, which is EINTR.
func PollFor(fd int, events int16, ms int) (ready bool, err error) {
	p := [1]unix.PollFd{{Fd: int32(fd), Events: events}}
	n, err := pollOnce(p[:], ms)
	return n > 0, err
}
