package self

import "golang.org/x/sys/unix"

// Fchdir makes the directory fd the working directory of the process.
func Fchdir(fd int) error { return unix.Fchdir(fd) }

// SetUmask sets the file mode creation mask of the process.
func SetUmask(mask int) { unix.Umask(mask) }
