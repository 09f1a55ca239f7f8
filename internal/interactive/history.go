package interactive

import (
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/past"
	"gpipe/internal/pattern"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"
)

// load reads the history file, when the first prompt is to be shown.
func (s *Session) load() {
	s.name()
	if s.file == nil {
		return
	}
	err := s.file.Load(s.history)
	if n, ok := s.size("HISTFILESIZE"); ok && n < s.history.Len() && err == nil {
		err = s.file.Truncate(n)
	}
	if err != nil {
		s.complain(err)
	}
	s.limit()
}

// setHistoryFile gives HISTFILE a value if it has none, before the files that are
// run at the start, which may take it away. Those who have no home keep nothing,
// nor does POSIX mode.
func (s *Session) setHistoryFile() {
	if _, set := s.get("HISTFILE"); set || s.sh.Options()&option.Posix != 0 {
		return
	}
	home, _ := s.get("HOME")
	if dir := s.sh.UserDir("XDG_STATE_HOME", ".local/state"); dir != "" && files.IsDir(-1, home) == nil {
		_ = s.sh.Vars().Set(vars.HISTFILE, dir+usualFile) // one that is readonly stays
	}
}

// usualFile is where the commands are, in the directory for what programs keep.
const usualFile = "/gpipe/history"

// append adds an entry to the file. The directory of the usual one is made.
func (s *Session) append(text string, now time.Time) error {
	err := s.file.Append(text, now)
	dir, usual := strings.CutSuffix(s.file.Path, usualFile)
	if err != syscall.ENOENT || !usual {
		return err
	}
	const private = 0o700
	for _, part := range []string{path.Dir(dir), dir, dir + "/gpipe"} {
		if err := files.Mkdir(part, private); err != nil && err != syscall.EEXIST {
			return err
		}
	}
	return s.file.Append(text, now)
}

// name finds which file HISTFILE names now.
func (s *Session) name() {
	name, _ := s.get("HISTFILE")
	if name == "" {
		s.file = nil
		return
	}
	if name[0] != '/' {
		name = s.sh.Dir().Name() + "/" + name
	}
	if s.file == nil || s.file.Path != name {
		s.file = &past.File{Dirfd: -1, Path: name, Umask: s.sh.Limits().Umask()}
	}
}

// limit heeds HISTSIZE.
func (s *Session) limit() {
	if n, ok := s.size("HISTSIZE"); ok {
		s.history.Limit(n)
	}
}

// size is the value of a variable that says how many commands are kept. What is
// no number, and one below 0, is no limit.
func (s *Session) size(variable string) (int, bool) {
	value, _ := s.get(variable)
	n, err := strconv.Atoi(value)
	return n, err == nil && n >= 0
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
		if err := s.append(text, now); err != nil {
			s.complain(err)
		}
	}
	s.limit()
}
