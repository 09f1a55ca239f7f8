package sys

import (
	"bytes"

	"golang.org/x/sys/unix"
)

// ReadLine appends to dst what fd has up to and with the next byte delim, and
// reads nothing after it: what follows is left to others who read the same
// open file. Without delim it ends at the end of the file.
func ReadLine(fd int, dst []byte, delim byte) ([]byte, error) {
	if _, err := unix.Seek(fd, 0, 1); err == nil {
		return readLineSeek(fd, dst, delim)
	}
	for {
		dst = append(dst, 0)
		n, err := Read(fd, dst[len(dst)-1:])
		if n <= 0 || err != nil {
			return dst[:len(dst)-1], err
		}
		if dst[len(dst)-1] == delim {
			return dst, nil
		}
	}
}

// readLineSeek reads blocks of a file and seeks back to behind the line.
func readLineSeek(fd int, dst []byte, delim byte) ([]byte, error) {
	var block [4096]byte
	for {
		n, err := Read(fd, block[:])
		if n <= 0 || err != nil {
			return dst, err
		}
		if i := bytes.IndexByte(block[:n], delim); i >= 0 {
			_, err := unix.Seek(fd, int64(i+1-n), 1)
			return append(dst, block[:i+1]...), err
		}
		dst = append(dst, block[:n]...)
	}
}
