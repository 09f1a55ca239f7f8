package pipes

import (
	"math"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// SetPipeSize asks for a pipe of n bytes.
func SetPipeSize(fd, n int) error {
	_, err := unix.FcntlInt(uintptr(fd), unix.F_SETPIPE_SZ, min(n, math.MaxInt32))
	return err
}

// Buffered returns the number of bytes that can be read from the pipe fd.
func Buffered(fd int) (int, error) { return unix.IoctlGetInt(fd, unix.TIOCINQ) }

// reopen opens what fd, which is non-blocking, stands for a second time in
// blocking mode. O_NONBLOCK while it opens keeps a FIFO without a reader
// from blocking: that fails then.
func reopen(fd, flags int, st *unix.Stat_t) (int, error) {
	if st.Mode&unix.S_IFMT != unix.S_IFIFO && !isTerminal(st) {
		return -1, ErrShare
	}
	const kept = unix.O_ACCMODE | unix.O_APPEND
	k, err := unix.Open(sys.FdName(fd), flags&kept|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, ErrShare
	}
	if _, err := unix.FcntlInt(uintptr(k), unix.F_SETFL, flags&unix.O_APPEND); err != nil {
		unix.Close(k)
		return -1, err
	}
	return k, nil
}

// isTerminal tells whether st is a terminal, but not the master side of a
// pseudo-terminal: opening that anew makes another one.
func isTerminal(st *unix.Stat_t) bool {
	if st.Mode&unix.S_IFMT != unix.S_IFCHR {
		return false
	}
	const tty, firstPts, lastPts = 4, 136, 143
	major := unix.Major(uint64(st.Rdev))
	return major == tty || major >= firstPts && major <= lastPts
}
