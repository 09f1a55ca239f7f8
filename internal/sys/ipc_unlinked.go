package sys

import "golang.org/x/sys/unix"

// unlinkedFile is MemoryFd where there are no files in memory: a file in a
// directory that loses its name at once.
func unlinkedFile(dir string, size int64) (int, error) {
	dirfd, err := Open(-1, dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return -1, err
	}
	defer Close(dirfd)
	u, err := NewUnnamed(dirfd, 0o600)
	if err != nil {
		return -1, err
	}
	u.Settled()
	if err := Allocate(u.Fd, size); err != nil {
		Close(u.Fd)
		return -1, err
	}
	return u.Fd, nil
}
