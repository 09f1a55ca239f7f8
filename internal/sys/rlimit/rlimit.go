// Package rlimit has the limits on what a process may use.
package rlimit

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// Infinity is the value of a resource limit that limits nothing.
const Infinity = unix.RLIM_INFINITY

// Nofile is the resource that limits descriptors: their numbers are below it.
const Nofile = unix.RLIMIT_NOFILE

// Resource is one of the resources of a process that the system limits.
type Resource struct {
	Letter byte   // its option of ulimit
	Name   string // what is limited
	Unit   string // what ulimit counts in; "" is a plain number
	Scale  uint64 // bytes, or what the system counts in, for one unit
	Number int    // the system's number for it; negative: a constant, not a limit
	Fixed  uint64 // the value when Number is negative
}

// The limits that end a process which goes beyond them.
const (
	FileSize = unix.RLIMIT_FSIZE
	CPU      = unix.RLIMIT_CPU
)

// Hampers tells whether a limit could keep this program itself from working:
// memory, descriptors, processes.
func Hampers(resource int) bool {
	switch resource {
	case unix.RLIMIT_FSIZE, unix.RLIMIT_CPU, unix.RLIMIT_CORE, unix.RLIMIT_STACK:
		return false
	}
	return !harmless(resource)
}

// Set sets a limit of this process.
func Set(r Limit) error {
	var l unix.Rlimit
	put(&l.Cur, r.Cur)
	put(&l.Max, r.Max)
	return sys.Setrlimit(r.Resource, &l)
}

// put stores a limit, which systems count in different types.
func put[T int64 | uint64](at *T, n uint64) { *at = T(n) }

// Get returns the limits that a child of this process starts with when
// nothing else is said: the process's own, save that the Go runtime may have
// raised the one of open files for itself.
func Get(resource int) (Limit, error) {
	if resource == unix.RLIMIT_NOFILE {
		if r, ok := nofileAtStart(); ok {
			return r, nil
		}
	}
	var r unix.Rlimit
	if err := sys.Getrlimit(resource, &r); err != nil {
		return Limit{}, err
	}
	return Limit{Resource: resource, Cur: uint64(r.Cur), Max: uint64(r.Max)}, nil
}

// Limit is one resource limit a child starts with.
type Limit struct {
	Resource int
	Cur, Max uint64
}
