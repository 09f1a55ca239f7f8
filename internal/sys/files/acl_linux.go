package files

import (
	"strings"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// hasDefaultACL tells whether the directory of path, which is relative to
// dirfd, has a default ACL. Where it can't be asked it may have one; where
// nobody is told, there is none as far as anybody knows.
func hasDefaultACL(dirfd int, path string) bool {
	dir := "."
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir = path[:i+1]
	}
	if dirfd >= 0 && dir[0] != '/' {
		dir = sys.FdPath(dirfd) + "/" + dir
	}
	switch _, err := unix.Getxattr(dir, "system.posix_acl_default", nil); err {
	case unix.ENODATA, unix.ENOTSUP, unix.ENOSYS, unix.EPERM, unix.EACCES:
		return false
	}
	return true
}
