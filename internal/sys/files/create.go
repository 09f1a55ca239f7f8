// Package files opens, reads, makes and describes files and directories.
package files

import (
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/thread"
)

// Create opens path like Open, for flags that may create it, with the given
// umask instead of the process's (negative: the process's). In a directory
// with a default ACL, where a umask means nothing, it still takes its bits
// away.
func Create(dirfd int, path string, flags int, mode uint32, umask int) (int, error) {
	if umask < 0 || flags&unix.O_CREAT == 0 {
		return sys.Open(dirfd, path, flags, mode)
	}
	exclusive := flags&unix.O_EXCL != 0
	if !exclusive { // most often there is nothing to create
		fd, err := sys.Open(dirfd, path, flags&^unix.O_CREAT, 0)
		if err != unix.ENOENT {
			return fd, err
		}
	}
	mode &^= uint32(umask)
	fd, err := sys.Open(dirfd, path, flags|unix.O_EXCL, mode)
	switch {
	case err == nil:
		giveMode(fd, mode, dirfd, path)
	case err == unix.EEXIST && !exclusive:
		return createAt(dirfd, path, flags, mode, umask)
	}
	return fd, err
}

// createAt is for what came into being a moment ago, and for a symbolic link
// to nothing: whether the call creates a file can't be known, so it must do
// so with the right umask at once.
func createAt(dirfd int, path string, flags int, mode uint32, umask int) (fd int, err error) {
	if thread.WithUmask(umask, func() { fd, err = sys.Open(dirfd, path, flags, mode) }) != nil {
		return sys.Open(dirfd, path, flags, mode)
	}
	return fd, err
}

// giveMode gives the new file fd the bits of mode that the umask of the
// process took away. In a directory with a default ACL it was that, and it
// has the last word.
func giveMode(fd int, mode uint32, dirfd int, path string) {
	var st unix.Stat_t
	if unix.Fstat(fd, &st) == nil && uint32(st.Mode)&0o777 != mode && !hasDefaultACL(dirfd, path) {
		unix.Fchmod(fd, mode)
	}
}

// IsRegular tells whether fd is a regular file.
func IsRegular(fd int) (bool, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return false, err
	}
	return st.Mode&unix.S_IFMT == unix.S_IFREG, nil
}

// TextFile returns an fd, close-on-exec and only for reading, from which text
// can be read: a pipe when text fits into one, so that nobody waits for its
// reader, else a file in memory. It never has a name.
func TextFile(text string) (int, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return -1, err
	}
	if len(text) > pipeRoom(w) {
		sys.Close(r)
		sys.Close(w)
		return memoryFile(text)
	}
	_, err = writeString(w, text)
	sys.Close(w)
	if err != nil {
		sys.Close(r)
		return -1, err
	}
	return r, nil
}

func writeString(fd int, s string) (int, error) {
	// SAFETY: write(2) only reads the bytes.
	return sys.Write(fd, unsafe.Slice(unsafe.StringData(s), len(s)))
}

// Exclusive is the flag of open(2) by which a file is made that there is not yet.
const Exclusive = unix.O_EXCL

// TemporaryName returns a name for a file that no other call in this process
// gives.
func TemporaryName(prefix string) string {
	return prefix + "." + strconv.Itoa(sys.Getpid()) + "." + strconv.Itoa(int(temporary.Add(1)))
}
