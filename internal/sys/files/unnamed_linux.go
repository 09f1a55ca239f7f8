//go:build linux && !ipcportable

package files

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

func openUnnamed(dirfd int, mode uint32) (int, error) {
	fd, err := sys.Open(dirfd, ".", unix.O_TMPFILE|unix.O_RDWR, mode)
	if err == nil && !Exists(-1, sys.FdPath(fd)) { // no /proc to give it a name by
		sys.Close(fd)
		err = unix.ENOENT
	}
	return fd, err
}

func preallocate(fd int, size int64) error {
	for {
		if err := unix.Fallocate(fd, 0, 0, size); err != unix.EINTR {
			return err
		}
	}
}
