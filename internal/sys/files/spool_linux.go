package files

import "golang.org/x/sys/unix"

// Punch gives back the room of n bytes at offset in the file fd, as far as the
// file system can.
func Punch(fd int, offset, n int64) {
	unix.Fallocate(fd, unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, offset, n)
}
