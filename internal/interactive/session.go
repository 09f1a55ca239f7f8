// Package interactive reads commands from someone at a terminal: prompts, the
// line editor, history.
package interactive

import (
	"io"
	"strings"
	"sync/atomic"
	"time"

	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/sys"
	"gpipe/internal/sys/term"
)

// Session is the reading of one shell. It is the Reader of its source.
type Session struct {
	sh *interp.Shell
	// in and out are the terminal, apart from 0 and 2, which commands may
	// redirect.
	in, out int
	plain   io.Reader // reads lines as the terminal gives them, where it cannot be edited on

	editor   *edit.Editor
	painter  edit.Painter
	decoder  edit.Decoder
	bindings *edit.Bindings
	finding  *finding // nil: nothing is to be completed

	mode     *term.Mode // of the terminal while a line is edited on it, to be given back
	first    bool       // a command begins
	rest     []byte     // of a command that was read and not taken
	columns  int
	rows     int
	programs programs
	stale    atomic.Bool // the line is to have other styles
	reads    bool        // read -e: what is edited is no command
	started  bool        // a line has been edited
	began    time.Time   // when the command was typed that runs; zero: none does
	ends     int         // of input in a row
	deadline time.Time   // of the line that is typed; zero: it has time
}

// New returns the source of an interactive shell. Where the standard input and
// error are no terminal, or one that cannot be edited on, lines are read as they
// come, after a prompt.
func New(sh *interp.Shell) interp.Source {
	s := &Session{sh: sh, in: -1, out: -1, plain: sh.Script().Reader}
	s.programs.late = s.restyle
	s.setPrompts()
	sh.Settings().Set(option.History, true)
	if s.usable() {
		s.open()
		s.sh.Commands().NameFile()
	}
	return interp.Source{Reader: s, Begin: func() { s.first = true }}
}

// usable tells whether the terminal understands what the editor writes.
func (s *Session) usable() bool {
	return s.understood() && term.IsTerminal(0) && term.IsTerminal(2)
}

func (s *Session) understood() bool {
	kind, _ := s.get("TERM")
	inside, _ := s.get("INSIDE_EMACS")
	return kind != "" && kind != "dumb" && inside == ""
}

func (s *Session) open() {
	var err error
	if s.in, err = sys.Dup(0); err != nil {
		return
	}
	if s.out, err = sys.Dup(2); err != nil {
		sys.Close(s.in)
		return
	}
	s.bindings = s.sh.Bindings()
	s.editor = edit.New(edit.Config{History: s.sh.Commands().List(), Bindings: s.bindings, Incomplete: s.sh.Incomplete, Highlight: s.highlight})
	s.plain = nil
	s.sh.Commands().Edited()
}

// Read gives the text of a command, or the next part of it.
func (s *Session) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		text, err := s.next()
		if err != nil {
			return 0, err
		}
		s.rest = []byte(text)
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// next reads a command, or a line that the command goes on in.
func (s *Session) next() (string, error) {
	ps := "PS2"
	if s.first {
		ps = "PS1"
		s.took()
		s.notices()
		s.promptCommands()
	}
	if s.plain != nil {
		s.sh.Spare()
		s.write([]byte(visible(s.sh.Prompt(ps))))
		text, err := s.plainLine()
		s.first = s.first && isBlank(text)
		s.starts()
		return text, err
	}
	if !s.started {
		s.readBindings()
		s.load()
		s.started = true
	}
	text, err := s.edit(ps)
	s.first = s.first && isBlank(text)
	if err == nil && !s.first {
		s.sh.Commands().Count()
		s.write([]byte(visible(s.sh.Prompt("PS0"))))
		s.starts()
	}
	return text + "\n", err
}

// isBlank tells whether a text has no command: the one that is to be read begins
// after it.
func isBlank(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimLeft(line, " \t\n"); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// plainLine reads a line that the terminal has edited itself.
func (s *Session) plainLine() (string, error) {
	buf := make([]byte, 4096)
	for {
		n, err := s.plain.Read(buf)
		if interp.BrokenOff(err) {
			s.write([]byte("\n"))
			return "", parse.ErrDropped
		}
		if n == 0 && err == io.EOF && term.IsTerminal(0) && !s.mayEnd() {
			s.write([]byte(visible(s.sh.Prompt("PS1"))))
			continue
		}
		s.ends = 0
		return string(buf[:n]), err
	}
}

func (s *Session) write(p []byte) {
	fd := s.out
	if fd < 0 {
		fd = 2
	}
	if len(p) > 0 {
		_, _ = sys.Write(fd, p) // a terminal that is gone shows nothing
	}
}

func (s *Session) get(name string) (string, bool) { return s.sh.Vars().Get(s.sh.Slot(name)) }

// keyTime is how long the rest of a key may take that begins like another one.
const keyTime = 50 * time.Millisecond
