package interactive

import (
	"io"
	"strconv"
	"syscall"

	"gpipe/internal/edit"
	"gpipe/internal/parse"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/term"
)

// edit has a line edited. The terminal is in its own mode again when a command
// runs, also one of a trap, and however this ends.
func (s *Session) edit(ps string) (text string, err error) {
	if s.mode, err = term.EditTerminal(s.in); err != nil {
		return "", io.EOF // the terminal is gone
	}
	s.resize()
	s.write([]byte(edit.MarkEnd(strconv.Itoa(s.sh.Status())) + edit.Begin + edit.Directory(sys.Hostname(), s.sh.Dir().Name()) + edit.PartialLine(s.columns)))
	defer func() {
		s.write([]byte(edit.End + edit.MarkOutput))
		if e := s.mode.Restore(); e != nil && err == nil {
			err = io.EOF
		}
	}()
	defer s.notifies()()
	s.begin()
	s.heedMode()
	s.programs.forget()
	s.editor.Start(s.prompts(ps))
	return s.keys(func(outcome edit.Outcome) (bool, string, error) { return s.act(outcome, ps) })
}

// keys acts on the keys that are typed, until the line is done.
func (s *Session) keys(act func(edit.Outcome) (done bool, text string, err error)) (string, error) {
	outcome := s.editor.Resume()
	for {
		for outcome = s.queued(outcome); outcome != edit.More; outcome = s.queued(s.editor.Resume()) {
			if done, text, err := act(outcome); done || err != nil {
				return text, err
			}
		}
		s.paint()
		var err error
		if outcome, err = s.key(); err != nil {
			return "", err
		}
	}
}

// queued takes the keys that have come, up to one that is to be acted on.
func (s *Session) queued(outcome edit.Outcome) edit.Outcome {
	for outcome == edit.More {
		k, ok := s.decoder.Next()
		if !ok {
			break
		}
		outcome = s.editor.Key(k)
	}
	return outcome
}

// act does what a key asks for in a command; done says that it is complete.
func (s *Session) act(outcome edit.Outcome, ps string) (done bool, text string, err error) {
	switch outcome {
	case edit.Accept:
		text := s.editor.Text()
		s.ends = 0
		s.finish("")
		text, run, again := s.accepted(text)
		if run {
			return true, text, nil
		}
		s.editor.Start(s.prompts(ps))
		s.editor.SetText(again, len(again))
	case edit.Interrupted:
		s.finish("^C")
		s.sh.SetStatus(130)
		return false, "", parse.ErrDropped
	case edit.EOF:
		s.finish("")
		if s.mayEnd() {
			return false, "", io.EOF
		}
		s.editor.Start(s.prompts(ps))
	case edit.EditCommand:
		s.sh.Commands().SetDraft(s.editor.Text())
		s.finish("")
		return true, editDraft, nil
	default:
		return false, "", s.actWithin(outcome)
	}
	return false, "", nil
}

// actWithin does what a key asks for that does not end the line.
func (s *Session) actWithin(outcome edit.Outcome) error {
	switch outcome {
	case edit.WantCompletion:
		s.complete()
	case edit.Clear:
		s.write(s.painter.Clear())
	case edit.Expand:
		if x, err := s.expanded(s.editor.Text()); err == nil && x.Changed {
			s.editor.SetText(x.Text, len(x.Text))
		}
	default:
		return s.actOutside(outcome)
	}
	return nil
}

// finish shows the line for the last time, with a note after it.
func (s *Session) finish(note string) {
	s.giveUp()
	s.editor.Final()
	s.paint()
	s.write([]byte(note))
	s.write(s.painter.Finish())
}

func (s *Session) paint() {
	s.resize()
	if s.stale.Swap(false) {
		s.editor.Restyle()
	}
	s.write(s.painter.Paint(s.editor.Frame()))
}

// resize looks whether the terminal has another size.
func (s *Session) resize() {
	columns, rows := term.Size(s.in)
	if columns == 0 {
		columns, rows = 80, 24
	}
	if columns == s.columns && rows == s.rows {
		return
	}
	if s.columns != 0 && columns != s.columns {
		s.write(s.painter.Resized(columns))
	}
	s.columns, s.rows = columns, rows
	s.editor.Resize(columns, rows)
}

// key waits for a key, or for the time to be over in which it would go on. The
// actions of signals run while it waits, with the terminal in its own mode.
func (s *Session) key() (edit.Outcome, error) {
	s.sh.Spare()
	s.sh.RouseOn(syscall.SIGWINCH)
	limit := keyTime
	if !s.decoder.Waiting() && !s.editor.Waiting() {
		limit = -1
	}
	limit, last := s.patience(limit)
	ready, err := poll.WaitReadableEither(s.in, s.sh.Waker(), s.findingWaker(), limit)
	switch {
	case err == redirect.ErrWoken && s.finding != nil && s.finding.Over():
		s.found()
		return edit.More, nil
	case err == redirect.ErrWoken:
		return edit.More, s.woken()
	case err != nil:
		return edit.More, s.hungUp()
	case !ready && last:
		return edit.More, s.timedOut()
	case !ready:
		if k, ok := s.decoder.Flush(); ok {
			return s.editor.Key(k), nil
		}
		return s.editor.Timeout(), nil
	}
	return s.take()
}

// take reads the keys that there are, up to one that is to be acted on: what
// follows may be for the command that this one runs. Pasted text is read as it comes.
func (s *Session) take() (edit.Outcome, error) {
	var buf [4096]byte
	for {
		size := 1
		if s.decoder.Pasting() {
			size = len(buf)
		}
		n, err := sys.Read(s.in, buf[:size])
		if err != nil || n == 0 {
			return edit.More, s.hungUp()
		}
		s.decoder.Feed(buf[:n])
		if outcome := s.queued(edit.More); outcome != edit.More {
			return outcome, nil
		}
		if more, err := poll.WaitReadable(s.in, 0); err != nil || !more {
			return edit.More, nil
		}
	}
}
