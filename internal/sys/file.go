package sys

import (
	"strconv"

	"golang.org/x/sys/unix"
)

// Create opens path like Open, for flags that may create it, with the given
// umask instead of the process's (negative: the process's).
func Create(dirfd int, path string, flags int, mode uint32, umask int) (int, error) {
	if umask < 0 || flags&unix.O_CREAT == 0 {
		return Open(dirfd, path, flags, mode)
	}
	// TODO(sys): see withUmask
	return Open(dirfd, path, flags, mode&^uint32(umask))
}

// IsRegular tells whether fd is a regular file.
func IsRegular(fd int) (bool, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return false, err
	}
	return st.Mode&unix.S_IFMT == unix.S_IFREG, nil
}

// FdPath returns a path that opens what fd is open on.
func FdPath(fd int) string { return "/proc/self/fd/" + strconv.Itoa(fd) }

// TextFile returns an fd from which text can be read: a pipe when text fits
// into one, else an unlinked file in memory.
func TextFile(text string) (int, error) {
	if len(text) <= 4096 {
		r, w, err := Pipe()
		if err != nil {
			return -1, err
		}
		_, err = Write(w, []byte(text))
		Close(w)
		if err != nil {
			Close(r)
			return -1, err
		}
		return r, nil
	}
	fd, err := unix.MemfdCreate("here-document", unix.MFD_CLOEXEC)
	if err != nil {
		return -1, err
	}
	if _, err = Write(fd, []byte(text)); err == nil {
		_, err = unix.Seek(fd, 0, 0)
	}
	if err != nil {
		Close(fd)
		return -1, err
	}
	return fd, nil
}
