package files

import (
	"io"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// KindOf returns the type of the file that fd is open on.
func KindOf(fd int) (Kind, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return KindOther, err
	}
	return kindOfMode(uint32(st.Mode) & unix.S_IFMT), nil
}

// SizeOf returns how many bytes the file fd says it has; there may be more.
func SizeOf(fd int) (int64, error) {
	var st unix.Stat_t
	err := unix.Fstat(fd, &st)
	return st.Size, err
}

// ReadAt reads once into p what is at offset in the file fd, whose position
// stays what it is.
func ReadAt(fd int, p []byte, offset int64) (int, error) {
	for {
		if e := sys.Fault(sys.AtRead); e != 0 && e != unix.EINTR {
			return 0, e
		}
		n, err := unix.Pread(fd, p, offset)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}

// Move moves the position of fd by n bytes and returns the new one.
func Move(fd int, n int64) (int64, error) { return unix.Seek(fd, n, io.SeekCurrent) }

// SetPosition sets the position of fd.
func SetPosition(fd int, offset int64) error {
	_, err := unix.Seek(fd, offset, io.SeekStart)
	return err
}
