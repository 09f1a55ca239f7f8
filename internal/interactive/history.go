package interactive

import (
	"strconv"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/past"
	"gpipe/internal/pattern"
)

// load reads the history file, when the first prompt is to be shown.
func (s *Session) load() {
	s.name()
	if s.file == nil {
		return
	}
	if err := s.file.Load(s.history); err != nil {
		s.complain(err)
	}
	s.limit()
}

// name finds which file HISTFILE names now.
func (s *Session) name() {
	path, _ := s.get("HISTFILE")
	if path == "" {
		s.file = nil
		return
	}
	if path[0] != '/' {
		path = s.sh.Dir().Name() + "/" + path
	}
	if s.file == nil || s.file.Path != path {
		s.file = &past.File{Dirfd: -1, Path: path, Umask: s.sh.Limits().Umask()}
	}
}

// limit heeds HISTSIZE.
func (s *Session) limit() {
	if value, set := s.get("HISTSIZE"); set {
		if n, err := strconv.Atoi(value); err == nil && n >= 0 {
			s.history.Limit(n)
		}
	}
}

// complain reports once that the file cannot be used.
func (s *Session) complain(err error) {
	if !s.failed {
		s.sh.Report("history: " + interp.Quote(s.file.Path) + ": " + err.Error())
	}
	s.failed = true
}

// accepted expands what has been typed, and makes it an entry. It returns false
// if it is not to be run.
func (s *Session) accepted(text string) (string, bool) {
	x, err := s.expanded(text)
	if err != nil {
		s.sh.Report(err.Error())
		s.sh.SetStatus(1)
		return "", false
	}
	if x.Changed {
		s.write([]byte(x.Text + "\r\n"))
	}
	s.enter(x.Text)
	return x.Text, !x.Print
}

// expanded expands words like !!, unless set +H.
func (s *Session) expanded(text string) (past.Expansion, error) {
	if s.sh.Options()&option.HistExpand == 0 {
		return past.Expansion{Text: text}, nil
	}
	s.expand.Chars, _ = s.get("histchars")
	s.expand.ExtendedPatterns = s.sh.Shopts()&option.ExtGlob != 0
	s.expand.NoComments = s.sh.Options()&option.InteractiveComments == 0
	return s.expand.Expand(text, s.history)
}

func (s *Session) enter(text string) {
	var p past.Policy
	control, _ := s.get("HISTCONTROL")
	ignore, _ := s.get("HISTIGNORE")
	p.SetControl(control)
	p.SetIgnore(ignore)
	p.Match = func(p, text string) bool { return pattern.Compile(p, 0).Match(text) }
	now := time.Now()
	if !s.history.Enter(text, now, &p) {
		return
	}
	if s.name(); s.file != nil {
		if err := s.file.Append(text, now); err != nil {
			s.complain(err)
		}
	}
	s.limit()
}
