//go:build darwin || freebsd || netbsd || openbsd

package term

import "golang.org/x/sys/unix"

// The requests for the mode of a terminal; setting it waits for pending output.
const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETAW
)
