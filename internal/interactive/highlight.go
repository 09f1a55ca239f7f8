package interactive

import (
	"strings"
	"time"

	"gpipe/internal/completion"
	"gpipe/internal/edit"
	"gpipe/internal/parse"
	"gpipe/internal/sys/files"
)

// How the parts of a command look: SGR parameters.
const (
	commandStyle   edit.Style = "32"
	unknownStyle   edit.Style = "31"
	keywordStyle   edit.Style = "35"
	quotedStyle    edit.Style = "33"
	expansionStyle edit.Style = "36"
	commentStyle   edit.Style = "2"
)

// highlight gives the styles of the parts of a command: edit.Config.Highlight. A
// name that is no command has a style of its own, as far as there is time to look;
// the line is painted once more when that is found out later.
func (s *Session) highlight(text string, within time.Duration) []edit.Span {
	if !s.bindings.On("highlight") {
		return nil
	}
	end := time.Now().Add(within)
	goOn := func() bool { return time.Now().Before(end) }
	const most = 16 << 10 // of a longer text, which is scanned a command at a time
	var spans []edit.Span
	for _, p := range s.sh.Highlight(text[:min(len(text), most)], goOn) {
		style := s.style(p, text, end)
		if style != "" {
			spans = append(spans, edit.Span{Start: p.Start, End: p.End, Style: style})
		}
	}
	return spans
}

func (s *Session) style(p parse.Part, text string, end time.Time) edit.Style {
	switch p.Kind {
	case parse.KeywordKind:
		return keywordStyle
	case parse.QuotedKind:
		return quotedStyle
	case parse.ExpansionKind:
		return expansionStyle
	case parse.CommentKind:
		return commentStyle
	case parse.CommandKind:
		switch s.isCommand(completion.Unquote(text[p.Start:p.End]), time.Until(end)) {
		case yes:
			return commandStyle
		case no:
			return unknownStyle
		}
	}
	return ""
}

// isCommand tells whether a name is a command, if that can be found out in time.
func (s *Session) isCommand(name string, within time.Duration) answer {
	_, alias := s.sh.Aliases().Get(name)
	if alias || s.sh.Builtins().Get(name) != nil || s.sh.Functions().Has(name) {
		return yes
	}
	return s.programs.ask(name, within, s.seek(name))
}

// seek gives what looks for a program, beside the shell.
func (s *Session) seek(name string) func() bool {
	dir, path := s.sh.Dir().Fd(), s.sh.Search().Path()
	if rest, home := strings.CutPrefix(name, "~/"); home {
		value, _ := s.get("HOME")
		name = value + "/" + rest
	}
	return func() bool {
		if strings.Contains(name, "/") {
			return files.Executable(dir, name) == nil
		}
		for part := range strings.SplitSeq(path, ":") {
			if part == "" {
				part = "."
			}
			if files.Executable(dir, part+"/"+name) == nil {
				return true
			}
		}
		return false
	}
}

// restyle has the line painted with what has been found out, by another goroutine.
func (s *Session) restyle() {
	s.stale.Store(true)
	s.sh.Rouse()
}
