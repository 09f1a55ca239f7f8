package interactive

import (
	"io"

	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/sys/term"
)

// ReadLine has someone at a terminal edit a line: it is interp.Config.EditLine.
func ReadLine(sh *interp.Shell, l interp.Line) (text string, ok bool, err error) {
	s := &Session{sh: sh, in: l.Fd, out: -1, reads: true}
	if f := sh.Files().Get(2); f != nil {
		if fd, err := f.Fd(); err == nil && term.IsTerminal(fd) {
			s.out = fd
		}
	}
	if s.out < 0 || !s.understood() {
		return "", false, nil
	}
	if s.mode, err = term.EditTerminal(s.in); err != nil {
		return "", false, nil
	}
	defer s.mode.Restore()
	defer s.write([]byte(edit.End))
	s.write([]byte(edit.Begin))
	s.bindings = sh.Bindings()
	s.editor = edit.New(edit.Config{History: sh.Commands().List(), Bindings: s.bindings, NoSuggestions: true})
	s.resize()
	s.heedMode()
	s.editor.Start(edit.NewPrompt(l.Prompt), edit.Prompt{})
	s.editor.SetText(l.Text, len(l.Text))
	text, err = s.keys(s.actReading)
	return text, true, err
}

// actReading does what a key asks for in a line that is read.
func (s *Session) actReading(outcome edit.Outcome) (done bool, text string, err error) {
	switch outcome {
	case edit.Accept, edit.EditCommand:
		text := s.editor.Text()
		s.finish("")
		return true, text, nil
	case edit.Interrupted:
		s.finish("^C")
		return false, "", interp.ErrInterrupted
	case edit.EOF:
		s.finish("")
		return false, "", io.EOF
	}
	return false, "", s.actWithin(outcome)
}
