package sys

import (
	"bytes"
	"strconv"
)

// statusLine returns what stands behind a name in a status file of proc(5), or
// "".
func statusLine(file, name string) string {
	text, _ := ReadFileAt(-1, file)
	return statusValue(text, name)
}

// statusValue is statusLine of what was read from the file.
func statusValue(text []byte, name string) string {
	_, rest, _ := bytes.Cut(text, []byte("\n"+name+":\t"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(line)
}

// pending returns the signals in a line of a status file, 0 without one.
func pending(file, name string) uint64 {
	set, _ := strconv.ParseUint(statusLine(file, name), 16, 64)
	return set
}
