package files

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/pipes"
)

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

// memoryFile puts text into a file without a name. The reader gets it read-only,
// like a pipe, if /proc is there to open it again.
func memoryFile(text string) (int, error) {
	fd, err := memfd("here-document", unix.MFD_CLOEXEC)
	switch {
	case err == nil:
		return filled(fd, text)
	case sys.IsLack(sys.Errno(err)):
		return -1, err
	}
	return unnamedFile(text, err)
}

func memfd(name string, flags int) (int, error) {
	if e := sys.Fault(sys.AtMemfd); e != 0 {
		return -1, e
	}
	return unix.MemfdCreate(name, flags)
}

// unnamedFile is memoryFile where the system has no such files, or a filter
// refuses them: a large pipe, or a file that has lost its name, or never had
// one. Without either, err is the failure.
func unnamedFile(text string, err error) (int, error) {
	if r, ok := largePipe(text); ok {
		return r, nil
	}
	for _, dir := range [...]string{"/dev/shm", "/tmp", "/var/tmp", "."} {
		fd, e := sys.Open(-1, dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_EXCL, 0o600)
		if e == nil {
			return filled(fd, text)
		}
	}
	return -1, err
}

// largePipe puts text into a pipe that is made large enough for all of it.
func largePipe(text string) (int, bool) {
	r, w, err := sys.Pipe()
	if err != nil {
		return -1, false
	}
	defer sys.Close(w)
	if pipes.SetPipeSize(w, len(text)) == nil && pipeRoom(w) >= len(text) {
		if _, err = writeString(w, text); err == nil {
			return r, true
		}
	}
	sys.Close(r)
	return -1, false
}

// filled writes text to the empty file fd, and gives it back to be read from its
// beginning. On failure it is closed.
func filled(fd int, text string) (int, error) {
	if _, err := writeString(fd, text); err != nil {
		sys.Close(fd)
		return -1, err
	}
	if r, err := sys.Open(-1, sys.FdPath(fd), unix.O_RDONLY, 0); err == nil {
		sys.Close(fd)
		return r, nil
	}
	if _, err := unix.Seek(fd, 0, 0); err != nil {
		sys.Close(fd)
		return -1, err
	}
	return fd, nil
}
