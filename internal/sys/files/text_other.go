//go:build !linux

package files

import (
	"os"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
)

// pipeRoom returns how many bytes an empty pipe surely takes.
func pipeRoom(int) int { return 512 } // _POSIX_PIPE_BUF

// memoryFile has no memory file to use here: a goroutine feeds text into a
// pipe until all is read or the reader is gone.
func memoryFile(text string) (int, error) {
	r, w, err := sys.Pipe()
	if err != nil {
		return -1, err
	}
	if err := unix.SetNonblock(w, true); err != nil {
		sys.Close(r)
		sys.Close(w)
		return -1, err
	}
	f := os.NewFile(uintptr(w), "here-document")
	go func() {
		f.WriteString(text)
		f.Close()
	}()
	return r, nil
}
