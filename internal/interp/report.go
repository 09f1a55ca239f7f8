package interp

import (
	"strconv"

	"gpipe/internal/columns"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
)

// where is the place of a command that a diagnostic is about.
type where struct {
	file string // "": none, as for text that -c gives
	line int
}

// fileName is the name of a file that commands are from; nil: none. Every Shell,
// function and compiler has one.
type fileName string

func newFileName(name string) *fileName {
	if name == "" {
		return nil
	}
	f := fileName(name)
	return &f
}

func (f *fileName) String() string {
	if f == nil {
		return ""
	}
	return string(*f)
}

// where is the place of the running command, as someone is told of it.
func (sh *Shell) where() where {
	line := sh.line
	if sh.file == nil && sh.opts&(option.Interactive|option.CommandString) == option.Interactive {
		line = sh.rt.departure.within(line)
	}
	return where{sh.file.String(), line}
}

func (w where) String() string {
	text := ""
	if w.file != "" {
		text = Quote(w.file) + ": "
	}
	if w.line > 0 {
		text += "line " + strconv.Itoa(w.line) + ": "
	}
	return text
}

// Report writes a diagnostic about the running command to standard error.
func (sh *Shell) Report(msg string) { sh.reportAt(sh.where(), &sh.files, msg) }

func (sh *Shell) reportTo(files *redirect.Table, msg string) { sh.reportAt(sh.where(), files, msg) }

// reportAt writes a diagnostic about the command at a place. There is nowhere to
// report a standard error that cannot be written, and nothing to say for a shell
// that has been told to end. Whatever is in it, nothing of it drives a terminal.
func (sh *Shell) reportAt(at where, files *redirect.Table, msg string) {
	if !sh.gone() {
		sh.tellAt(at, files, msg)
	}
}

// tellAt is reportAt for what a shell has to say in any case.
func (sh *Shell) tellAt(at where, files *redirect.Table, msg string) {
	if files.Get(2) == nil {
		return
	}
	n := sh.say(files, "gpipe: "+at.String()+columns.Lines(msg)+"\n")
	sh.tally.Count(0, int64(n))
	sh.newEpoch()
}

// say writes a text to standard error. What ends waits ends those for whoever does
// not read it; it is written in any case where it can be at once: a signal whose
// action is to run does not take away what is said before.
func (sh *Shell) say(files *redirect.Table, text string) (written int) {
	f := files.Get(2)
	if f == nil {
		return 0
	}
	for {
		n, err := redirect.SayOr(f, sh.Waker(), []byte(text[written:]))
		written += max(n, 0)
		if err != redirect.ErrWoken || !sh.Roused() {
			return written
		}
	}
}

// fail reports err and sets the status.
func (sh *Shell) fail(err error, status int) {
	sh.Report(Message(err))
	sh.status = status
}
