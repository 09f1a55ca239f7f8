package proc

import (
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// CPUTimes is processor time that was used.
type CPUTimes struct{ User, System time.Duration }

// Times returns the processor time of this process and of its children that
// were waited for.
func Times() (self, children CPUTimes) {
	return timesOf(unix.RUSAGE_SELF), timesOf(unix.RUSAGE_CHILDREN)
}

func timesOf(who int) CPUTimes {
	var ru unix.Rusage
	if err := unix.Getrusage(who, &ru); err != nil {
		return CPUTimes{}
	}
	return CPUTimes{User: time.Duration(ru.Utime.Nano()), System: time.Duration(ru.Stime.Nano())}
}

// MaxRSS returns the most memory this process has had, in bytes.
func MaxRSS() int64 {
	var ru unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &ru); err != nil {
		return 0
	}
	return int64(ru.Maxrss) * maxrssUnit()
}

// PeakMemory returns the Maxrss of a child in bytes. On Linux it is at least
// what the parent had when it started the child: exact tells whether it is
// more than that, and so the child's own.
func PeakMemory(ru *syscall.Rusage) (bytes int64, exact bool) {
	bytes = int64(ru.Maxrss) * maxrssUnit()
	return bytes, bytes > MaxRSS()
}

// maxrssUnit is what Maxrss counts: kilobytes, but bytes on Darwin.
func maxrssUnit() int64 {
	if runtime.GOOS == "darwin" {
		return 1
	}
	return 1024
}
