package self

import (
	"strconv"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/procfs"
	"gpipe/internal/sys/thread"
)

// Umask returns the umask of the process, without changing it.
func Umask() int {
	if n, err := strconv.ParseUint(procfs.StatusLine("/proc/self/status", "Umask"), 8, 16); err == nil {
		return int(n)
	}
	return askUmask()
}

// askUmask changes the umask of a thread that inherited the process's. Where
// there are no such threads it changes that of the process and sets it back: a
// file that another thread creates in that moment is its owner's alone.
func askUmask() int {
	umask := -1
	if thread.OnThread(func() { umask = unix.Umask(0) }) != nil {
		umask = unix.Umask(0o77)
		unix.Umask(umask)
	}
	return umask
}
