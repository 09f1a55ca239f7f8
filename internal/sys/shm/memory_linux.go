//go:build linux && !ipcportable

package shm

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// sealed is what keeps a file in memory as long as it is.
const sealed = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL

// MemoryFd returns a file of size bytes in memory. It has no name and can
// become neither shorter nor longer. It is ENOSPC if there is not as much
// memory.
func MemoryFd(name string, size int64) (int, error) {
	if !memoryRoom(size) {
		return -1, unix.ENOSPC
	}
	if e := sys.Fault(sys.AtMemfd); e != 0 {
		return -1, e
	}
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	fd, err := unix.MemfdCreate(name, flags|unix.MFD_NOEXEC_SEAL)
	if err == unix.EINVAL { // before Linux 6.3
		fd, err = unix.MemfdCreate(name, flags)
	}
	switch {
	case err == unix.ENOSYS || err == unix.EPERM:
		return unlinkedFile("/dev/shm", size)
	case err != nil:
		return -1, err
	}
	if err = files.Allocate(fd, size); err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, sealed)
	}
	if err != nil {
		sys.Close(fd)
		return -1, err
	}
	return fd, nil
}

// Steady tells whether nobody can make the file fd shorter.
func Steady(fd int) bool {
	seals, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0)
	return err == nil && seals&unix.F_SEAL_SHRINK != 0
}
