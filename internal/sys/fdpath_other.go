//go:build !linux

package sys

import "golang.org/x/sys/unix"

const fdDir = "/dev/fd/"

// OpenPath opens what is only to be a place, as far as the system has that.
const OpenPath = unix.O_RDONLY
