package self

import (
	"slices"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/procfs"
)

// scanned bounds the descriptors that are looked for one by one.
const scanned = 1 << 16

// LeakyFds lists the descriptors that are open and not close-on-exec.
func LeakyFds() []int {
	fds, err := procfs.NumbersIn("/proc/self/fd")
	if err != nil { // no /proc, or no descriptor to read it with
		fds = fds[:0]
		for fd := range highestFd() {
			fds = append(fds, fd)
		}
	}
	return slices.DeleteFunc(fds, func(fd int) bool { return !isInheritable(fd) })
}

// highestFd is above every descriptor that can be open, as far as the limits
// tell: those that were opened before a limit was set may be above it.
func highestFd() int {
	var r unix.Rlimit
	if sys.Getrlimit(unix.RLIMIT_NOFILE, &r) != nil {
		return scanned
	}
	return int(min(max(r.Cur, 1024), scanned))
}
