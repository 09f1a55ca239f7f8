package sys

import "golang.org/x/sys/unix"

// readNow reads from fd if that does not take a wait, else EAGAIN; or
// EOPNOTSUPP, if fd can't tell.
func readNow(fd int, p []byte) (int, error) {
	if e := fault(atRead); e != 0 {
		return -1, e
	}
	return unix.Preadv2(fd, [][]byte{shortened(atRead, p)}, -1, unix.RWF_NOWAIT)
}

// writeNow writes to fd as much as does not take a wait, like readNow.
func writeNow(fd int, p []byte) (int, error) {
	if fd == 2 {
		return unix.Pwritev2(fd, [][]byte{p}, -1, unix.RWF_NOWAIT) // see writeOnce
	}
	if e := fault(atWrite); e != 0 {
		return -1, e
	}
	return unix.Pwritev2(fd, [][]byte{shortened(atWrite, p)}, -1, unix.RWF_NOWAIT)
}
