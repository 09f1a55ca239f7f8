package interactive

import (
	"io"
	"strconv"
	"syscall"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/vars"
)

// mostEnds is how many ends of input in a row an interactive shell does without
// under set -o ignoreeof.
const mostEnds = 10

// mayEnd tells whether the end of input ends the shell. If not it says why.
func (s *Session) mayEnd() bool {
	if s.ends < s.ignoredEnds() {
		s.ends++
		how := "exit"
		if s.sh.Shopts()&option.LoginShell != 0 {
			how = "logout"
		}
		s.write([]byte("Use \"" + how + "\" to leave the shell.\n"))
		return false
	}
	return s.sh.Jobs().MayEnd()
}

// ignoredEnds is what IGNOREEOF says, which is a number or means the usual one, or
// the option.
func (s *Session) ignoredEnds() int {
	if value, set := s.sh.Vars().Get(vars.IGNOREEOF); set && s.sh.Options()&option.Posix == 0 {
		if n, err := strconv.Atoi(value); err == nil {
			return n
		}
		return mostEnds
	}
	if s.sh.Options()&option.IgnoreEOF != 0 {
		return mostEnds
	}
	return 0
}

// begin gives a line that is to be typed the time that TMOUT says.
func (s *Session) begin() {
	s.deadline = time.Time{}
	value, set := s.sh.Vars().Get(vars.TMOUT)
	if !set || s.sh.Options()&option.Posix != 0 {
		return
	}
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		s.deadline = time.Now().Add(time.Duration(seconds) * time.Second)
	}
}

// patience is how long a key is waited for, limit at most unless that is negative;
// last says that the time for the line is over then.
func (s *Session) patience(limit time.Duration) (wait time.Duration, last bool) {
	if s.deadline.IsZero() {
		return limit, false
	}
	left := max(time.Until(s.deadline), 0)
	if limit >= 0 && limit < left {
		return limit, false
	}
	return left, true
}

// timedOut leaves the shell because nothing was typed.
func (s *Session) timedOut() error {
	s.finish("")
	s.write([]byte("\agpipe: timed out waiting for input: auto-logout\n"))
	return interp.Left(interp.Exit())
}

// leftBy is the error by which the reading of a command ends because of a signal.
// One that breaks off a command does no more to it than ^C.
func (s *Session) leftBy(next interp.Flow) error {
	err := interp.Left(next)
	if s.reads || !interp.BrokenOff(err) {
		return err
	}
	s.paint()
	s.finish("^C")
	return parse.ErrDropped
}

// hungUp is what happens to a shell whose terminal is gone: as POSIX has it for the
// leader of a session, it gets SIGHUP. A line that read reads is at its end.
func (s *Session) hungUp() error {
	if s.reads {
		return io.EOF
	}
	_ = s.sh.Jobs().Signal(s.sh.Params().Pid(), int(syscall.SIGHUP)) // it is this process
	return io.EOF
}
