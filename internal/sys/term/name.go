//go:build linux || darwin || freebsd || netbsd || openbsd

package term

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Name is the name of the terminal fd without directories; "" where it is none,
// or the system does not tell.
func Name(fd int) string {
	if !IsTerminal(fd) {
		return ""
	}
	var buf [256]byte
	n, err := unix.Readlink("/proc/self/fd/"+strconv.Itoa(fd), buf[:])
	if name, device := strings.CutPrefix(string(buf[:max(n, 0)]), "/dev/"); err == nil && device {
		return name[strings.LastIndexByte(name, '/')+1:]
	}
	return ""
}
