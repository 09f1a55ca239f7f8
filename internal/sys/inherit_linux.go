package sys

import (
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// InheritedFds lists the fds that the process got from its parent: those
// that are open and not close-on-exec, which no fd opened here is.
func InheritedFds() ([]int, error) {
	dir, err := Open(-1, "/proc/self/fd", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return lowFds(), nil // no /proc: the three and those a shell can name with one digit
	}
	defer Close(dir)
	var fds []int
	var names []string
	buf := make([]byte, 4096)
	for {
		n, err := unix.ReadDirent(dir, buf)
		if err != nil || n <= 0 {
			break
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names[:0])
		for _, name := range names {
			if fd, err := strconv.Atoi(name); err == nil && fd != dir && isInheritable(fd) {
				fds = append(fds, fd)
			}
		}
	}
	slices.Sort(fds)
	return fds, nil
}

func isInheritable(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	return err == nil && flags&unix.FD_CLOEXEC == 0
}

func lowFds() []int {
	var fds []int
	for fd := range 10 {
		if isInheritable(fd) {
			fds = append(fds, fd)
		}
	}
	return fds
}
