package sys

import "golang.org/x/sys/unix"

// Site is a kind of system call that a build with the tag faults can make
// fail: see fault_on.go. In any other build fault returns 0 and the compiler
// leaves out what depends on it.
type Site string

const (
	AtOpen  Site = "openat"
	AtPipe  Site = "pipe2"
	AtDup   Site = "dupfd"
	AtRead  Site = "read"
	AtWrite Site = "write"
	AtPoll  Site = "poll"
	AtMemfd Site = "memfd_create"
	AtClone Site = "clone3"
	AtExec  Site = "execve"
	AtWait  Site = "waitid"
)

func ReadOnce(fd int, p []byte) (int, error) {
	if e := Fault(AtRead); e != 0 {
		return -1, e
	}
	return unix.Read(fd, Shortened(AtRead, p))
}

func WriteOnce(fd int, p []byte) (int, error) {
	if fd == 2 {
		return unix.Write(fd, p) // so that what went wrong can be told
	}
	if e := Fault(AtWrite); e != 0 {
		return -1, e
	}
	return unix.Write(fd, Shortened(AtWrite, p))
}

func pollOnce(set []unix.PollFd, ms int) (int, error) {
	if e := Fault(AtPoll); e != 0 {
		return -1, e
	}
	return unix.Poll(set, ms)
}
