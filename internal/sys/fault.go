package sys

import "golang.org/x/sys/unix"

// site is a kind of system call that a build with the tag faults can make
// fail: see fault_on.go. In any other build fault returns 0 and the compiler
// leaves out what depends on it.
type site string

const (
	atOpen  site = "openat"
	atPipe  site = "pipe2"
	atDup   site = "dupfd"
	atRead  site = "read"
	atWrite site = "write"
	atPoll  site = "poll"
	atMemfd site = "memfd_create"
	atClone site = "clone3"
	atExec  site = "execve"
	atWait  site = "waitid"
)

func readOnce(fd int, p []byte) (int, error) {
	if e := fault(atRead); e != 0 {
		return -1, e
	}
	return unix.Read(fd, shortened(atRead, p))
}

func writeOnce(fd int, p []byte) (int, error) {
	if fd == 2 {
		return unix.Write(fd, p) // so that what went wrong can be told
	}
	if e := fault(atWrite); e != 0 {
		return -1, e
	}
	return unix.Write(fd, shortened(atWrite, p))
}

func pollOnce(set []unix.PollFd, ms int) (int, error) {
	if e := fault(atPoll); e != 0 {
		return -1, e
	}
	return unix.Poll(set, ms)
}
