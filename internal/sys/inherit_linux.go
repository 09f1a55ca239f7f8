package sys

import (
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// InheritedFds lists the fds that the process got from its parent: those
// that are open and not close-on-exec, which no fd opened here is.
func InheritedFds() ([]int, error) {
	low, open := lowFds()
	var st unix.Stat_t
	// Since Linux 6.2 the size of the directory is the number of open fds.
	if open >= 0 && unix.Stat("/proc/self/fd", &st) == nil && st.Size == int64(open) {
		return low, nil
	}
	all := leakyFds()
	slices.Sort(all)
	return all, nil
}

// lowFds lists the inheritable ones among the first 256 fds, and counts those
// that are open. Where the limit is lower than that it is not told: -1.
func lowFds() (fds []int, open int) {
	var polled [256]unix.PollFd
	for i := range polled {
		polled[i].Fd = int32(i)
	}
	if _, err := unix.Poll(polled[:], 0); err != nil {
		return nil, -1
	}
	for i := range polled {
		if polled[i].Revents&unix.POLLNVAL != 0 {
			continue
		}
		open++
		if isInheritable(i) {
			fds = append(fds, i)
		}
	}
	return fds, open
}

// numbersIn lists the names in a directory that are numbers.
func numbersIn(dir string) ([]int, error) {
	fd, err := Open(-1, dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	defer Close(fd)
	var numbers []int
	var names []string
	buf := make([]byte, 4096)
	for {
		n, err := unix.ReadDirent(fd, buf)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return numbers, nil
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names[:0])
		for _, name := range names {
			if n, err := strconv.Atoi(name); err == nil {
				numbers = append(numbers, n)
			}
		}
	}
}

func isInheritable(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	return err == nil && flags&unix.FD_CLOEXEC == 0
}
