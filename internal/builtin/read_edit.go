package builtin

import (
	"errors"
	"io"
	"syscall"

	"gpipe/internal/interp"
	"gpipe/internal/sys"
)

// editLine is read -e: someone at a terminal edits the line. It is not done where
// nobody can, and where not a line is to be read.
func editLine(sh *interp.Shell, o *readOptions, r *lineReader) (status int, next interp.Flow, failed, done bool) {
	if o.silent || o.limit >= 0 || o.delim != '\n' || o.timeout > 0 || !r.in.File().IsTerminal() {
		return 0, interp.Next, false, false
	}
	fd, _ := r.in.File().Fd() // a terminal is no capture
	l := interp.Line{Fd: fd, Prompt: o.prompt, Text: o.text}
	for {
		text, ok, gone, err := sh.EditLine(l)
		switch {
		case !ok:
			return 0, interp.Next, false, false
		case errors.Is(err, io.EOF):
			return 1, interp.Next, false, true
		case errors.Is(err, interp.ErrLeft):
			return sh.Status(), gone, true, true
		case errors.Is(err, interp.ErrInterrupted):
			status, next = interrupted(sh)
			return status, next, true, true
		case err != nil:
			sh.Report("read: " + interp.Message(err))
			return wrong(sh), interp.Next, true, true
		}
		start := len(r.data)
		r.data = append(append(r.data, text...), '\n')
		if r.take(start) {
			return 0, interp.Next, false, true
		}
		ps2, _ := sh.Vars().Get(sh.Slot("PS2")) // a backslash has joined lines
		l.Prompt, l.Text = ps2, ""
	}
}

// interrupted is what ^C does, which was typed while the terminal gave out keys.
func interrupted(sh *interp.Shell) (int, interp.Flow) {
	sh.Jobs().Signal(sys.Getpid(), int(syscall.SIGINT))
	if next, again := sh.Woken(); !again {
		return sh.Status(), next
	}
	return 128 + int(syscall.SIGINT), interp.Next
}
