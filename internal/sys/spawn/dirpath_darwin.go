package spawn

import (
	"bytes"
	"unsafe"

	"golang.org/x/sys/unix"
)

// dirPath returns the path of the directory that fd is open on.
func dirPath(fd int) (string, error) {
	buf := new([1024]byte) // MAXPATHLEN
	// SAFETY: buf has room for the longest path.
	_, err := unix.FcntlInt(uintptr(fd), unix.F_GETPATH, int(uintptr(unsafe.Pointer(buf))))
	if err != nil {
		return "", err
	}
	path, _, _ := bytes.Cut(buf[:], []byte{0})
	return string(path), nil
}
