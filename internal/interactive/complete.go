package interactive

import (
	"bytes"
	"time"

	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/sys"
	"gpipe/internal/sys/poll"
)

// completionTime is how long keys wait for candidates to be found. Then the line
// goes on to be edited, and what is found later is shown if it is still the same.
const completionTime = 500 * time.Millisecond

// finding is a completion that is under way.
type finding struct {
	*interp.Finding
	asked edit.Request
}

// complete has the candidates found that are asked for.
func (s *Session) complete() {
	r := s.editor.Request()
	if f := s.finding; f == nil || f.asked.Text != r.Text || f.asked.Point != r.Point || f.asked.Type() != r.Type() {
		s.giveUp()
		s.finding = &finding{s.sh.Find(r.Text, r.Point, interp.CompletionKey{Type: r.Type(), Key: '\t', Files: s.reads}), r}
	}
	s.finding.asked = r
	end := time.Now().Add(completionTime)
	for !s.finding.Over() {
		left := time.Until(end)
		if left <= 0 {
			return
		}
		ready, err := poll.WaitReadableWake(s.in, s.finding.Waker(), left)
		if ready && !s.feed() || err != nil && !s.finding.Over() {
			s.giveUp()
			return
		}
	}
	s.found()
}

// feed reads keys that come while others wait. It returns false if one of them is
// ^C, or if there are no more.
func (s *Session) feed() bool {
	var buf [4096]byte
	n, err := sys.Read(s.in, buf[:])
	s.decoder.Feed(buf[:max(n, 0)])
	return err == nil && n > 0 && bytes.IndexByte(buf[:n], '\x03') < 0
}

// found hands over what has been found.
func (s *Session) found() {
	f := s.finding
	s.finding = nil
	c := f.Take()
	var all []edit.Candidate
	for _, k := range c.Candidates {
		all = append(all, edit.Candidate{Text: k.Text, Shown: k.Shown, Description: k.Description, Suffix: k.Suffix})
	}
	s.editor.Complete(f.asked.Number, c.Start, all)
}

// giveUp ends a completion that is under way: what it has changed is not to be
// taken over when something else has run.
func (s *Session) giveUp() {
	if s.finding != nil {
		s.finding.Stop()
		s.finding = nil
	}
}

// findingWaker wakes when something has been found, nil: nothing is looked for.
func (s *Session) findingWaker() poll.Waker {
	if s.finding == nil {
		return nil
	}
	return s.finding.Waker()
}
