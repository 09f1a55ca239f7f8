package files

import (
	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// ReadApart reads the regular file fd into memory of its own, which Release gives
// back to the system at once. It is for large files of which little is kept. What
// is appended meanwhile is not read.
func ReadApart(fd int) ([]byte, error) {
	st, err := StatFd(fd)
	if err != nil || st.Size == 0 {
		return nil, err
	}
	mem, err := unix.Mmap(-1, 0, int(st.Size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, sys.Errno(err)
	}
	n := 0
	for n < len(mem) {
		k, err := sys.Read(fd, mem[n:])
		if err != nil {
			_ = unix.Munmap(mem) // it is one
			return nil, err
		}
		if k == 0 {
			break
		}
		n += k
	}
	return mem[:n], nil
}

// Release gives back what ReadApart gave: its addresses are invalid then.
func Release(mem []byte) {
	if cap(mem) > 0 {
		_ = unix.Munmap(mem[:cap(mem)]) // it is one
	}
}
