package interp

import (
	"strconv"

	"gpipe/internal/columns"
	"gpipe/redirect"
)

// Report writes a diagnostic about the running command to standard error.
func (sh *Shell) Report(msg string) { sh.reportAt(sh.line, &sh.files, msg) }

func (sh *Shell) reportTo(files *redirect.Table, msg string) { sh.reportAt(sh.line, files, msg) }

// reportAt writes a diagnostic about the command on the given line. There is
// nowhere to report a standard error that cannot be written, and nothing to
// say for a shell that has been told to end. Whatever is in it, nothing of it
// drives a terminal.
func (sh *Shell) reportAt(line int, files *redirect.Table, msg string) {
	f := files.Get(2)
	if f == nil || sh.life.over.Load() {
		return
	}
	head := "gpipe: "
	if line > 0 {
		head += "line " + strconv.Itoa(line) + ": "
	}
	n, _ := f.WriteOr(sh.Waker(), []byte(head+columns.Lines(msg)+"\n"))
	sh.tally.Count(0, int64(max(n, 0)))
	sh.NewEpoch()
}

// fail reports err and sets the status.
func (sh *Shell) fail(err error, status int) {
	sh.Report(Message(err))
	sh.status = status
}
