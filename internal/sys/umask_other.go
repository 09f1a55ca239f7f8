//go:build !linux

package sys

import "golang.org/x/sys/unix"

// threadUmask tells that a thread can have a umask of its own.
const threadUmask = false

// withUmask is not possible where umask is one for the whole process.
func withUmask(int, func()) error { return unix.ENOTSUP }

// Umask returns the umask of the process. The only way to read it is to set
// it: a file that another thread creates in that moment is its owner's alone.
func Umask() int {
	umask := unix.Umask(0o77)
	unix.Umask(umask)
	return umask
}

// hasDefaultACL would tell whether new files in the directory of path get
// permissions by an ACL.
func hasDefaultACL(int, string) bool { return false }
