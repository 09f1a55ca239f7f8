//go:build darwin || freebsd || netbsd || openbsd

package pipes

import "golang.org/x/sys/unix"

// fionread is FIONREAD, _IOR('f', 127, int), which package unix lacks.
const fionread = 0x4004667f

// Buffered returns the number of bytes that can be read from the pipe fd.
func Buffered(fd int) (int, error) { return unix.IoctlGetInt(fd, fionread) }
