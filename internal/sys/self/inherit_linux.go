package self

import (
	"slices"

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
	all := LeakyFds()
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

func isInheritable(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	return err == nil && flags&unix.FD_CLOEXEC == 0
}
