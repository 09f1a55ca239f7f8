package shm

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// unlinkedFile is MemoryFd where there are no files in memory: a file in a
// directory that loses its name at once.
func unlinkedFile(dir string, size int64) (int, error) {
	dirfd, err := sys.Open(-1, dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return -1, err
	}
	defer sys.Close(dirfd)
	u, err := files.NewUnnamed(dirfd, 0o600)
	if err != nil {
		return -1, err
	}
	u.Settled()
	if err := files.Allocate(u.Fd, size); err != nil {
		sys.Close(u.Fd)
		return -1, err
	}
	return u.Fd, nil
}
