//go:build !linux

package files

import (
	"os"

	"golang.org/x/sys/unix"
)

// Getwd returns the absolute name of the directory dirfd (negative: the
// process's cwd). Elsewhere than on Linux only the latter is known.
func Getwd(dirfd int) (string, error) {
	if dirfd < 0 {
		return os.Getwd()
	}
	return "", unix.ENOSYS
}
