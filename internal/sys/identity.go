package sys

import (
	"bytes"
	"slices"

	"golang.org/x/sys/unix"
)

// Getuid returns the real user id.
func Getuid() int { return unix.Getuid() }

// Groups returns the ids of the groups that the user is in, the process's own
// first unless it is among the others.
func Groups() []int {
	ids, err := unix.Getgroups()
	if own := unix.Getgid(); err != nil || !slices.Contains(ids, own) {
		ids = slices.Insert(ids, 0, own)
	}
	return ids
}

// Hostname returns the name of the host.
func Hostname() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return text(u.Nodename[:])
}

// Machine returns the kind of machine, as the system calls it.
func Machine() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return text(u.Machine[:])
}

// text is a string that ends with a NUL.
func text(b []byte) string {
	b, _, _ = bytes.Cut(b, []byte{0})
	return string(b)
}
