//go:build !darwin

package sys

import "golang.org/x/sys/unix"

// Pipe makes a pipe; both ends are close-on-exec and blocking.
func Pipe() (r, w int, err error) {
	var p [2]int
	for {
		if e := Fault(AtPipe); e != 0 && e != unix.EINTR {
			return -1, -1, e
		}
		had := manyFiles()
		err = unix.Pipe2(p[:], unix.O_CLOEXEC)
		if err != unix.EINTR && !moreFiles(err, had) {
			return p[0], p[1], err
		}
	}
}

func dup3(from, to int) error { return unix.Dup3(from, to, unix.O_CLOEXEC) }
