package pipes

import "golang.org/x/sys/unix"

// ShareInherited is Share for a descriptor that a program which this process
// executes would have, too; EBADF for one that is closed or close-on-exec.
func ShareInherited(fd int) (int, error) {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil {
		return -1, err
	}
	if flags&unix.FD_CLOEXEC != 0 {
		return -1, unix.EBADF
	}
	return Share(fd)
}
