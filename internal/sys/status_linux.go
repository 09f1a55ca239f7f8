package sys

import "bytes"

// statusLine returns what stands behind a name in a status file of proc(5), or
// "".
func statusLine(file, name string) string {
	text, _ := ReadFileAt(-1, file)
	_, rest, _ := bytes.Cut(text, []byte("\n"+name+":\t"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(line)
}
