package sys

import (
	"time"

	"golang.org/x/sys/unix"
)

// CPUTimes is processor time that was used.
type CPUTimes struct{ User, System time.Duration }

// Times returns the processor time of this process and of its children that
// were waited for.
func Times() (self, children CPUTimes) {
	return cpuTimes(unix.RUSAGE_SELF), cpuTimes(unix.RUSAGE_CHILDREN)
}

func cpuTimes(who int) CPUTimes {
	var ru unix.Rusage
	if err := unix.Getrusage(who, &ru); err != nil {
		return CPUTimes{}
	}
	return CPUTimes{User: time.Duration(ru.Utime.Nano()), System: time.Duration(ru.Stime.Nano())}
}
