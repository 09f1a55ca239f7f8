package poll

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// readNow reads from fd if that does not take a wait, else EAGAIN; or
// EOPNOTSUPP, if fd can't tell.
func readNow(fd int, p []byte) (int, error) {
	if e := sys.Fault(sys.AtRead); e != 0 {
		return -1, e
	}
	return unix.Preadv2(fd, [][]byte{sys.Shortened(sys.AtRead, p)}, -1, unix.RWF_NOWAIT)
}

// writeNow writes to fd as much as does not take a wait, like readNow.
func writeNow(fd int, p []byte) (int, error) {
	if fd == 2 {
		return unix.Pwritev2(fd, [][]byte{p}, -1, unix.RWF_NOWAIT) // see sys.WriteOnce
	}
	if e := sys.Fault(sys.AtWrite); e != 0 {
		return -1, e
	}
	return unix.Pwritev2(fd, [][]byte{sys.Shortened(sys.AtWrite, p)}, -1, unix.RWF_NOWAIT)
}
