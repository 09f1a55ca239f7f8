package interactive

import (
	"syscall"

	"gpipe/internal/columns"
	"gpipe/internal/option"
)

// notices tells, before a prompt, what has become of jobs.
func (s *Session) notices() { s.write([]byte(columns.Lines(s.sh.Jobs().Changes()))) }

// notifies has changes of jobs end the wait for a key until the result is called,
// under set -b.
func (s *Session) notifies() (end func()) {
	if s.sh.Options()&option.Notify == 0 || len(s.sh.Jobs().Listed()) == 0 {
		return func() {}
	}
	s.sh.RouseOn(syscall.SIGCHLD) // one was stopped
	over := make(chan struct{})
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		for {
			ended := s.sh.Jobs().Ended()
			s.sh.Rouse() // one may have ended before
			select {
			case <-ended:
			case <-over:
				return
			}
		}
	}()
	return func() {
		close(over)
		<-gone
	}
}

// roused looks at what has ended the wait for a key: another size of the terminal,
// which painting heeds, or a job. What is to be told comes above the line.
func (s *Session) roused() {
	if s.sh.Options()&option.Notify == 0 {
		return
	}
	if text := s.sh.Jobs().Changes(); text != "" {
		s.write(s.painter.Erase())
		s.write([]byte(columns.Lines(text)))
	}
}
