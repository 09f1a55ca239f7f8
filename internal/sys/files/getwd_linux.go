package files

import (
	"strings"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// Getwd returns the absolute name, without symbolic links, of the directory
// dirfd (negative: the process's cwd).
func Getwd(dirfd int) (string, error) {
	var buf [unix.PathMax]byte
	var n int
	var err error
	if dirfd < 0 {
		n, err = unix.Getcwd(buf[:])
		n = max(n-1, 0) // the NUL
	} else {
		n, err = unix.Readlink(sys.FdName(dirfd), buf[:])
	}
	if err != nil {
		return "", err
	}
	dir := string(buf[:n])
	if !strings.HasPrefix(dir, "/") || strings.HasSuffix(dir, " (deleted)") && IsDir(-1, dir) != nil {
		return "", unix.ENOENT
	}
	return dir, nil
}
