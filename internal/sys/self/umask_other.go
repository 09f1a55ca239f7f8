//go:build !linux

package self

import "golang.org/x/sys/unix"

// Umask returns the umask of the process. The only way to read it is to set
// it: a file that another thread creates in that moment is its owner's alone.
func Umask() int {
	umask := unix.Umask(0o77)
	unix.Umask(umask)
	return umask
}
