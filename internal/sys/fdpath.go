package sys

import "strconv"

// FdPath returns a path that opens what fd is open on.
func FdPath(fd int) string { return fdDir + strconv.Itoa(fd) }

// FdName names an fd in this process for the kernel.
func FdName(fd int) string { return "/proc/self/fd/" + strconv.Itoa(fd) }

// OpenAnew opens what the descriptor fd of this process is open on once more,
// with a mode of its own.
func OpenAnew(fd, flags int) (int, error) { return Open(-1, FdPath(fd), flags, 0) }
