package pipes

import "golang.org/x/sys/unix"

// Tee copies up to n bytes that are in the pipe from into the pipe to, and
// leaves them there. It never waits: EAGAIN when nothing is there. 0 is the end
// of input.
func Tee(from, to, n int) (int, error) {
	for {
		n, err := unix.Tee(from, to, n, unix.SPLICE_F_NONBLOCK)
		if err != unix.EINTR {
			return int(max(n, 0)), err
		}
	}
}

// PipeSize returns how many bytes the pipe fd takes.
func PipeSize(fd int) (int, error) { return unix.FcntlInt(uintptr(fd), unix.F_GETPIPE_SZ, 0) }
