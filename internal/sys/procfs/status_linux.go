package procfs

import (
	"bytes"
	"strconv"

	"gpipe/internal/sys/files"
)

// StatusLine returns what stands behind a name in a status file of proc(5), or
// "".
func StatusLine(file, name string) string {
	text, _ := files.ReadFileAt(-1, file)
	_, rest, _ := bytes.Cut(text, []byte("\n"+name+":\t"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(line)
}

// StatusSignals returns the signals in a line of a status file, 0 without one.
func StatusSignals(file, name string) uint64 {
	set, _ := strconv.ParseUint(StatusLine(file, name), 16, 64)
	return set
}
