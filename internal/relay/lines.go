package relay

import (
	"bufio"
	"io"
)

// Lines gives each line of r to yield, without its newline, until yield says that
// it wants no more: false. What comes after the last newline is a line. An error of
// r is its end.
func Lines(r io.Reader, yield func(line string) bool) bool {
	in := bufio.NewReaderSize(r, chunk)
	for {
		line, err := in.ReadString('\n')
		if n := len(line); err == nil {
			line = line[:n-1]
		} else if n == 0 {
			return true
		}
		if !yield(line) {
			return false
		}
		if err != nil {
			return true
		}
	}
}
