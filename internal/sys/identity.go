package sys

import (
	"bytes"
	"os"
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

// Getpid returns the process id.
func Getpid() int { return unix.Getpid() }

// Getppid returns the parent's process id.
func Getppid() int { return unix.Getppid() }

// Getenv returns the value of a variable of the process's environment, or "".
func Getenv(name string) string { return os.Getenv(name) }

// Geteuid returns the effective user id.
func Geteuid() int { return unix.Geteuid() }

// SameIds tells whether the effective user and group are the real ones: they
// are not in a program that runs with the rights of its file's owner.
func SameIds() bool {
	return unix.Getuid() == unix.Geteuid() && unix.Getgid() == unix.Getegid()
}

// Getegid returns the effective group id.
func Getegid() int { return unix.Getegid() }
