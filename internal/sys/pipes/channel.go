package pipes

import (
	"os"

	"golang.org/x/sys/unix"
)

// Channel returns two connected sockets: what is written in one piece to there
// comes out of here in one piece, unless it is very long.
func Channel() (here, there int, err error) {
	fds, err := socketpair()
	if err != nil {
		return -1, -1, os.NewSyscallError("socketpair", err)
	}
	return fds[0], fds[1], nil
}

// EndReading has reads of a Channel's end give what was written so far, and
// then its end. Later writes to the other end fail with EPIPE.
func EndReading(fd int) error { return unix.Shutdown(fd, unix.SHUT_RD) }
