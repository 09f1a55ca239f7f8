//go:build !darwin

package sys

import "golang.org/x/sys/unix"

// Pipe makes a pipe; both ends are close-on-exec and blocking.
func Pipe() (r, w int, err error) {
	var p [2]int
	for {
		err = unix.Pipe2(p[:], unix.O_CLOEXEC)
		if err != unix.EINTR {
			return p[0], p[1], err
		}
	}
}
