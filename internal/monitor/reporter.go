package monitor

import (
	"sync"

	"gpipe/internal/sys/term"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// defaultWidth is that of an output which is no terminal.
const defaultWidth = 80

// Reporter writes the figures of pipelines that have ended. The zero Reporter
// writes tables to the standard error of the shell that ran them.
type Reporter struct {
	JSON  bool
	Plain bool  // no colors
	File  *File // instead of the standard error
	mu    sync.Mutex
}

// Report writes the figures of j, which began on the line of the file, in one
// piece; "" is no file. stderr, which may be nil, is that of the shell.
func (r *Reporter) Report(j *pipeline.Job, file string, line int, stderr *redirect.File) {
	out := stderr
	if r.File != nil {
		out = r.File.file
	}
	if out == nil {
		return
	}
	var text []byte
	if r.JSON {
		text = JSON(j, file, line)
	} else {
		width, color := terminal(out)
		text = []byte(Table(j, file, line, width, color && !r.Plain))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.File != nil {
		r.File.write(text)
	} else {
		out.Write(text)
	}
}

// terminal returns how wide lines written to f may be, and whether it is a
// terminal.
func terminal(f *redirect.File) (width int, is bool) {
	if f.IsCapture() || !f.IsTerminal() {
		return defaultWidth, false
	}
	fd, err := f.Fd()
	if err != nil {
		return defaultWidth, false
	}
	if w, _ := term.Size(fd); w > 0 {
		return w, true
	}
	return defaultWidth, true
}
