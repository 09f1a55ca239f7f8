package files

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// Unlinked makes a file without a name in a directory, which dirfd is what it
// is relative to.
func Unlinked(dirfd int, dir string) (int, error) {
	at, err := sys.Open(dirfd, dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return -1, err
	}
	defer sys.Close(at)
	u, err := NewUnnamed(at, 0o600)
	if err != nil {
		return -1, err
	}
	u.Settled()
	return u.Fd, nil
}

// WriteAt writes all of p at offset in the file fd, or returns why not.
func WriteAt(fd int, p []byte, offset int64) error {
	for len(p) > 0 {
		if e := sys.Fault(sys.AtWrite); e != 0 && e != unix.EINTR {
			return e
		}
		n, err := unix.Pwrite(fd, p, offset)
		if err != nil && err != unix.EINTR {
			return err
		}
		n = max(n, 0)
		p, offset = p[n:], offset+int64(n)
	}
	return nil
}

// Truncate makes the file fd size bytes long.
func Truncate(fd int, size int64) error { return unix.Ftruncate(fd, size) }
