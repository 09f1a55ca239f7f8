package files

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// EntryType is what a directory says about an entry.
type EntryType uint8

// Types of directory entries.
const (
	EntryUnknown EntryType = iota // the file itself must be asked
	EntryDir
	EntryLink // a symbolic link, to whatever
	EntryOther
)

// DirBufSize is a good size for the buffer of ReadDir.
const DirBufSize = 32 << 10

// ReadDir calls each for the entries of the directory path, relative to the
// directory dirfd (negative: the process's cwd), in no order and without "."
// and "..". The name is good until each returns. Buf is for ReadDir to use; it
// holds at least 4096 bytes.
func ReadDir(dirfd int, path string, buf []byte, each func(name []byte, t EntryType)) error {
	fd, err := sys.Open(dirfd, path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer sys.Close(fd)
	for {
		n, err := unix.ReadDirent(fd, buf)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return err
		case n == 0:
			return nil
		default:
			eachEntry(buf[:n], each)
		}
	}
}

// Exists tells whether path, relative to the directory dirfd (negative: the
// process's cwd), is there; a symbolic link is, whatever it points to. With a
// slash at its end path must lead to a directory.
func Exists(dirfd int, path string) bool {
	if dirfd < 0 {
		dirfd = unix.AT_FDCWD
	}
	var st unix.Stat_t
	for {
		err := unix.Fstatat(dirfd, path, &st, unix.AT_SYMLINK_NOFOLLOW)
		if err != unix.EINTR {
			return err == nil
		}
	}
}
