package interactive

import (
	"io"
	"strconv"

	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/sys/term"
)

// editDraft is the command by which a line is changed in an editor, and run.
const editDraft = `builtin fc -e "${VISUAL:-${EDITOR:-vi}}"`

// actOutside does what keys ask for that runs commands, or has others write to the
// terminal.
func (s *Session) actOutside(outcome edit.Outcome) error {
	switch outcome {
	case edit.RunShell:
		return s.runKey()
	case edit.ExpandLine:
		return s.outside(func() interp.Flow {
			text := s.editor.Text()
			if x, err := s.expanded(text); err == nil {
				text = x.Text
			}
			text = s.sh.ExpandLine(text)
			s.editor.SetText(text, len(text))
			return interp.Next
		})
	case edit.Redraw:
		s.write(s.painter.Erase())
	}
	return nil
}

// runKey runs a command that a key is bound to.
func (s *Session) runKey() error {
	command, n, given := s.editor.ShellCommand()
	argument := ""
	if given {
		argument = strconv.Itoa(n)
	}
	return s.outside(func() interp.Flow {
		line, next := s.sh.RunKey(command, argument, interp.Edited{Text: s.editor.Text(), Point: s.editor.Point(), Mark: s.editor.Mark()})
		s.editor.SetText(line.Text, line.Point)
		s.editor.SetMark(line.Mark)
		return next
	})
}

// outside runs something with the terminal in its own mode, and the line off the
// screen. What it has written is above the line then.
func (s *Session) outside(run func() interp.Flow) error {
	s.giveUp()
	s.write(s.painter.Erase())
	if err := s.mode.Restore(); err != nil {
		return io.EOF
	}
	if next := run(); next != interp.Next {
		return s.leftBy(next)
	}
	s.heedMode()
	if _, err := term.EditTerminal(s.in); err != nil {
		return io.EOF
	}
	s.write([]byte(edit.PartialLine(s.columns)))
	return nil
}

// woken runs the actions of signals, above the line.
func (s *Session) woken() error {
	if s.sh.Roused() {
		s.roused()
		return nil
	}
	return s.outside(func() interp.Flow {
		next, _ := s.sh.Woken()
		return next
	})
}
