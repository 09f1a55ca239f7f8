package rlimit

import "golang.org/x/sys/unix"

// rlimitRTTime is RLIMIT_RTTIME, the same on every architecture.
const rlimitRTTime = 15

// Resources returns the resources that the system limits, by their letters:
// those of bash.
func Resources() []Resource {
	const none = ""
	return []Resource{
		{'R', "real-time non-blocking time", "microseconds", 1, rlimitRTTime, 0},
		{'c', "core file size", "blocks", 512, unix.RLIMIT_CORE, 0},
		{'d', "data seg size", "kbytes", 1024, unix.RLIMIT_DATA, 0},
		{'e', "scheduling priority", none, 1, unix.RLIMIT_NICE, 0},
		{'f', "file size", "blocks", 512, unix.RLIMIT_FSIZE, 0},
		{'i', "pending signals", none, 1, unix.RLIMIT_SIGPENDING, 0},
		{'l', "max locked memory", "kbytes", 1024, unix.RLIMIT_MEMLOCK, 0},
		{'m', "max memory size", "kbytes", 1024, unix.RLIMIT_RSS, 0},
		{'n', "open files", none, 1, unix.RLIMIT_NOFILE, 0},
		{'p', "pipe size", "512 bytes", 1, -1, 8},
		{'q', "POSIX message queues", "bytes", 1, unix.RLIMIT_MSGQUEUE, 0},
		{'r', "real-time priority", none, 1, unix.RLIMIT_RTPRIO, 0},
		{'s', "stack size", "kbytes", 1024, unix.RLIMIT_STACK, 0},
		{'t', "cpu time", "seconds", 1, unix.RLIMIT_CPU, 0},
		{'u', "max user processes", none, 1, unix.RLIMIT_NPROC, 0},
		{'v', "virtual memory", "kbytes", 1024, unix.RLIMIT_AS, 0},
		{'x', "file locks", none, 1, unix.RLIMIT_LOCKS, 0},
	}
}

// harmless tells whether a limit of this system does not concern this program.
func harmless(resource int) bool {
	switch resource {
	case unix.RLIMIT_NICE, unix.RLIMIT_RTPRIO, unix.RLIMIT_MSGQUEUE, unix.RLIMIT_LOCKS, unix.RLIMIT_RSS:
		return true
	}
	return false
}

// MayRaiseLimits tells whether the process may raise hard limits.
func MayRaiseLimits() bool {
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&hdr, &data[0]); err != nil {
		return unix.Geteuid() == 0
	}
	return data[0].Effective&(1<<unix.CAP_SYS_RESOURCE) != 0
}
