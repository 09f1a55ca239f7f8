package poll

import (
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// WaitReadable waits until reading from fd would not block, or until timeout
// has passed (negative: any time). It tells which.
func WaitReadable(fd int, timeout time.Duration) (bool, error) {
	return sys.Await(fd, -1, unix.POLLIN, timeout)
}

// AwaitReadable waits until fd can be read; ErrWoken, if wake can be before,
// unless that is negative.
func AwaitReadable(fd, wake int) error {
	_, err := sys.Await(fd, wake, unix.POLLIN, -1)
	return err
}

// AwaitWritable is AwaitReadable for a write.
func AwaitWritable(fd, wake int) error {
	_, err := sys.Await(fd, wake, unix.POLLOUT, -1)
	return err
}
