package sys

import "golang.org/x/sys/unix"

// OpenAnew opens what the descriptor fd of this process is open on once more,
// with a mode of its own.
func OpenAnew(fd, flags int) (int, error) { return Open(-1, FdPath(fd), flags, 0) }

// AwaitReadable waits until fd can be read; ErrWoken, if wake can be before,
// unless that is negative.
func AwaitReadable(fd, wake int) error {
	if wake >= 0 {
		return awaitOr(fd, wake, unix.POLLIN)
	}
	_, err := WaitReadable(fd, -1)
	return err
}
