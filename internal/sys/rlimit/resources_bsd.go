//go:build darwin || freebsd || netbsd || openbsd

package rlimit

import "golang.org/x/sys/unix"

// Resources returns the resources that the system limits, by their letters:
// those of bash.
func Resources() []Resource {
	const none = ""
	return append([]Resource{
		{'c', "core file size", "blocks", 512, unix.RLIMIT_CORE, 0},
		{'d', "data seg size", "kbytes", 1024, unix.RLIMIT_DATA, 0},
		{'f', "file size", "blocks", 512, unix.RLIMIT_FSIZE, 0},
		{'l', "max locked memory", "kbytes", 1024, unix.RLIMIT_MEMLOCK, 0},
		{'m', "max memory size", "kbytes", 1024, unix.RLIMIT_RSS, 0},
		{'n', "open files", none, 1, unix.RLIMIT_NOFILE, 0},
		{'p', "pipe size", "512 bytes", 1, -1, 1},
		{'s', "stack size", "kbytes", 1024, unix.RLIMIT_STACK, 0},
		{'t', "cpu time", "seconds", 1, unix.RLIMIT_CPU, 0},
		{'u', "max user processes", none, 1, unix.RLIMIT_NPROC, 0},
	}, addressSpace()...)
}

// MayRaiseLimits tells whether the process may raise hard limits.
func MayRaiseLimits() bool { return unix.Geteuid() == 0 }

// harmless tells whether a limit of this system does not concern this program.
func harmless(resource int) bool { return resource == unix.RLIMIT_RSS }
