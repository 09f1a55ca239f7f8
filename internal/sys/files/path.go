package files

import (
	"bytes"
	"syscall"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// OpenDir opens a directory for use as a working directory: it must be
// searchable, not necessarily readable.
func OpenDir(dirfd int, path string) (int, error) {
	fd, err := sys.Open(dirfd, path, sys.OpenPath|unix.O_DIRECTORY, 0)
	if err != nil {
		return -1, err
	}
	if err := Access(fd, ".", CanExecute); err != nil {
		sys.Close(fd)
		return -1, err
	}
	return fd, nil
}

// IsDir returns nil when path is a directory.
func IsDir(dirfd int, path string) error {
	var st unix.Stat_t
	if err := Stat(dirfd, path, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		return unix.ENOTDIR
	}
	return nil
}

// Stat is fstatat(2), following symbolic links.
func Stat(dirfd int, path string, st *unix.Stat_t) error {
	if dirfd < 0 {
		dirfd = unix.AT_FDCWD
	}
	return unix.Fstatat(dirfd, path, st, 0)
}

// SameFile tells whether a and b, relative to dirfd, are the same file.
func SameFile(dirfd int, a, b string) bool {
	var sa, sb unix.Stat_t
	return Stat(dirfd, a, &sa) == nil && Stat(dirfd, b, &sb) == nil &&
		sa.Dev == sb.Dev && sa.Ino == sb.Ino
}

// Executable returns nil when path is a regular file that the process may
// execute.
func Executable(dirfd int, path string) error {
	var st unix.Stat_t
	if err := Stat(dirfd, path, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT == unix.S_IFDIR {
		return unix.EISDIR
	}
	return Access(dirfd, path, CanExecute)
}

// IsDenied tells whether err says that a file is there but may not be used
// as a program.
func IsDenied(err error) bool {
	e := sys.Errno(err)
	return e == syscall.EACCES || e == syscall.EPERM
}

// Readable tells whether path is a file, not a directory, that the process
// may read.
func Readable(dirfd int, path string) bool {
	var st unix.Stat_t
	if Stat(dirfd, path, &st) != nil || st.Mode&unix.S_IFMT == unix.S_IFDIR {
		return false
	}
	return Access(dirfd, path, CanRead) == nil
}

// ReadFile reads a whole file.
func ReadFile(path string) ([]byte, error) { return ReadFileAt(-1, path) }

// ReadFileAt reads a whole file, relative to dirfd. A directory is EISDIR.
func ReadFileAt(dirfd int, path string) ([]byte, error) {
	fd, err := sys.Open(dirfd, path, unix.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer sys.Close(fd)
	return ReadAll(fd)
}

// textBlock is how much of a file is looked at before memory is taken for all.
const textBlock = 64 << 10

// ReadTextAt is ReadFileAt for a file that should be text: it reads no further
// than a NUL, which is then the last byte of the result.
func ReadTextAt(dirfd int, path string) ([]byte, error) {
	fd, err := sys.Open(dirfd, path, unix.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer sys.Close(fd)
	var st unix.Stat_t
	size := 0
	if unix.Fstat(fd, &st) == nil {
		size = int(max(st.Size, 0))
	}
	buf := make([]byte, 0, min(size, textBlock)+512)
	for {
		if len(buf) == cap(buf) {
			buf = append(make([]byte, 0, max(size, 2*len(buf))+512), buf...)
		}
		n, err := sys.Read(fd, buf[len(buf):cap(buf)])
		if err != nil || n <= 0 {
			return buf, err
		}
		read := buf[len(buf) : len(buf)+n]
		buf = buf[:len(buf)+n]
		if i := bytes.IndexByte(read, 0); i >= 0 {
			return buf[:len(buf)-n+i+1], nil
		}
	}
}

// ReadAll reads what is left of fd.
func ReadAll(fd int) ([]byte, error) {
	var st unix.Stat_t
	size := 512
	if unix.Fstat(fd, &st) == nil && st.Size > 0 {
		size += int(st.Size)
	}
	buf := make([]byte, 0, size)
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := sys.Read(fd, buf[len(buf):cap(buf)])
		if err != nil || n <= 0 {
			return buf, err
		}
		buf = buf[:len(buf)+n]
	}
}

// IsFifo tells whether opening path can wait for another process.
func IsFifo(dirfd int, path string) bool {
	var st unix.Stat_t
	return Stat(dirfd, path, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFIFO
}
