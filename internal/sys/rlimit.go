package sys

import "golang.org/x/sys/unix"

// Infinity is the value of a resource limit that limits nothing.
const Infinity = unix.RLIM_INFINITY

// Resource is one of the resources of a process that the system limits.
type Resource struct {
	Letter byte   // its option of ulimit
	Name   string // what is limited
	Unit   string // what ulimit counts in; "" is a plain number
	Scale  uint64 // bytes, or what the system counts in, for one unit
	Number int    // the system's number for it; negative: a constant, not a limit
	Fixed  uint64 // the value when Number is negative
}

// Getrlimit returns the limits that a child of this process starts with when
// nothing else is said: the process's own, save that the Go runtime may have
// raised the one of open files for itself.
func Getrlimit(resource int) (Rlimit, error) {
	if resource == unix.RLIMIT_NOFILE {
		if r, ok := nofileAtStart(); ok {
			return r, nil
		}
	}
	var r unix.Rlimit
	if err := unix.Getrlimit(resource, &r); err != nil {
		return Rlimit{}, err
	}
	return Rlimit{Resource: resource, Cur: uint64(r.Cur), Max: uint64(r.Max)}, nil
}
