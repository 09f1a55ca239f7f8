package interactive

import (
	"io"
	"strconv"
	"syscall"

	"gpipe/internal/edit"
	"gpipe/internal/parse"
	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/term"
	"gpipe/redirect"
)

// edit has a line edited. The terminal is in its own mode again when a command
// runs, also one of a trap, and however this ends.
func (s *Session) edit(ps string) (text string, err error) {
	mode, err := term.EditTerminal(s.in)
	if err != nil {
		return "", io.EOF // the terminal is gone
	}
	s.resize()
	s.write([]byte(edit.MarkEnd(strconv.Itoa(s.sh.Status())) + edit.Begin + edit.Directory(sys.Hostname(), s.sh.Dir().Name()) + edit.PartialLine(s.columns)))
	defer func() {
		s.write([]byte(edit.End + edit.MarkOutput))
		if e := mode.Restore(); e != nil && err == nil {
			err = io.EOF
		}
	}()
	defer s.notifies()()
	s.begin()
	s.mode()
	s.editor.Start(s.prompts(ps))
	outcome := s.editor.Resume()
	for {
		outcome = s.queued(outcome)
		switch done, text, err := s.act(outcome, ps); {
		case err != nil:
			return "", err
		case done:
			return text, nil
		}
		s.paint()
		if outcome, err = s.key(mode); err != nil {
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

// act does what a key asks for; done says that the line is complete.
func (s *Session) act(outcome edit.Outcome, ps string) (done bool, text string, err error) {
	for ; outcome != edit.More; outcome = s.queued(s.editor.Resume()) {
		switch outcome {
		case edit.Accept:
			text := s.editor.Text()
			s.ends = 0
			s.finish("")
			if text, run := s.accepted(text); run {
				return true, text, nil
			}
			s.editor.Start(s.prompts(ps))
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
		case edit.WantCompletion:
			s.complete()
		case edit.Clear:
			s.write(s.painter.Clear())
		case edit.Expand, edit.ExpandLine:
			if x, err := s.expanded(s.editor.Text()); err == nil && x.Changed {
				s.editor.SetText(x.Text, len(x.Text))
			}
		}
	}
	return false, "", nil
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
func (s *Session) key(mode *term.Mode) (edit.Outcome, error) {
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
		return edit.More, s.woken(mode)
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
	var buf [4096]byte
	n, err := sys.Read(s.in, buf[:])
	if err != nil || n == 0 {
		return edit.More, s.hungUp()
	}
	s.decoder.Feed(buf[:n])
	return edit.More, nil
}

// woken runs the actions of signals, above the line.
func (s *Session) woken(mode *term.Mode) error {
	if s.sh.Roused() {
		s.roused()
		return nil
	}
	s.giveUp()
	s.write(s.painter.Erase())
	if err := mode.Restore(); err != nil {
		return io.EOF
	}
	if next, again := s.sh.Woken(); !again {
		return s.leftBy(next)
	}
	if _, err := term.EditTerminal(s.in); err != nil {
		return io.EOF
	}
	return nil
}
