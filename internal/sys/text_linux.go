package sys

import "golang.org/x/sys/unix"

// atomicPipe is how many bytes an empty pipe surely takes: one page.
const atomicPipe = 4096

// pipeRoom returns how many bytes the empty pipe w takes. That is 64 KiB,
// unless the user has very many pipes.
func pipeRoom(w int) int {
	n, err := unix.FcntlInt(uintptr(w), unix.F_GETPIPE_SZ, 0)
	if err != nil {
		return atomicPipe
	}
	return n
}

// memoryFile puts text into a memfd. The reader gets it read-only, like a
// pipe, if /proc is there to open it again.
func memoryFile(text string) (int, error) {
	if e := fault(atMemfd); e != 0 {
		return -1, e
	}
	fd, err := unix.MemfdCreate("here-document", unix.MFD_CLOEXEC)
	if err != nil {
		return -1, err
	}
	if _, err = writeString(fd, text); err != nil {
		Close(fd)
		return -1, err
	}
	if r, err := Open(-1, FdPath(fd), unix.O_RDONLY, 0); err == nil {
		Close(fd)
		return r, nil
	}
	if _, err = unix.Seek(fd, 0, 0); err != nil {
		Close(fd)
		return -1, err
	}
	return fd, nil
}
