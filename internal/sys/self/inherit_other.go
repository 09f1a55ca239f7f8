//go:build !linux

package self

import "golang.org/x/sys/unix"

// InheritedFds lists the fds below 256 that the process got from its parent:
// those that are open and not close-on-exec, which no fd opened here is.
func InheritedFds() ([]int, error) {
	var fds []int
	for fd := range 256 {
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			fds = append(fds, fd)
		}
	}
	return fds, nil
}
