package interactive

import (
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/past"
)

// load reads the history file, when the first prompt is to be shown.
func (s *Session) load() {
	if err := s.sh.Commands().Begin(); err != nil {
		s.sh.Report(interp.Message(err))
	}
}

// accepted expands what has been typed, and makes it an entry. It returns false if
// it is not to be run, and then what is to be edited again.
func (s *Session) accepted(typed string) (text string, run bool, again string) {
	x, err := s.expanded(typed)
	if err != nil {
		s.sh.Report(err.Error())
		s.sh.SetStatus(1)
		if s.sh.Shopts()&option.HistReEdit != 0 {
			again = typed
		}
		return "", false, again
	}
	if x.Changed && s.sh.Shopts()&option.HistVerify != 0 && !x.Print {
		return "", false, x.Text
	}
	if x.Changed {
		s.write([]byte(x.Text + "\r\n"))
	}
	s.sh.Commands().Enter(x.Text)
	return x.Text, !x.Print, ""
}

// expanded expands words like !!, unless set +H.
func (s *Session) expanded(text string) (past.Expansion, error) {
	return s.sh.Commands().Expand(text)
}
