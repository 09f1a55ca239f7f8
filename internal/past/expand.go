package past

import (
	"errors"
	"strconv"
	"strings"
)

// Error is why a line cannot be expanded.
type Error struct {
	Word  string // as far as it was read
	Cause error
}

func (e *Error) Error() string { return e.Word + ": " + e.Cause.Error() }

// The causes of an Error.
var (
	ErrNoEvent  = errors.New("event not found")
	ErrNoWord   = errors.New("bad word specifier")
	ErrModifier = errors.New("unrecognized history modifier")
	ErrSubst    = errors.New("substitution failed")
	ErrNoSubst  = errors.New("no previous substitution")
)

// Entries is what an Expander looks for: a List, or another one of commands.
type Entries interface {
	Len() int
	First() int         // the number of the oldest
	Entry(i int) string // i is less than Len
	// Backward finds needle in the newest entry before i, or in entry i before
	// the offset at: see List.Backward.
	Backward(needle string, i, at int) (entry, offset int)
}

// Expander expands the words that stand for earlier commands, as bash does:
// !!, !$, !grep:2, ^old^new. The zero Expander is ready; it remembers what was
// searched for and substituted last.
type Expander struct {
	// ExtendedPatterns says that !( is a pattern (extglob).
	ExtendedPatterns bool
	// NoComments says that # begins no comment.
	NoComments bool
	// Chars are bang, quick substitution and comment (histchars); empty stands
	// for !^#.
	Chars string

	sought   string
	found    string // the word that a search was found in
	old, new string
	replaced bool
}

// Expansion is what a line has become.
type Expansion struct {
	Text    string
	Changed bool // there was something to expand
	Print   bool // it is to be shown, and not run (:p)
}

func (x *Expander) char(i int) byte {
	if i < len(x.Chars) {
		return x.Chars[i]
	}
	if x.Chars != "" {
		return 0
	}
	return "!^#"[i]
}

// Expand expands a line. The error is an *Error.
func (x *Expander) Expand(text string, l Entries) (Expansion, error) {
	s := scanner{x: x, list: l, in: text}
	quick := x.char(1)
	if quick != 0 && text != "" && text[0] == quick {
		s.in = string(x.char(0)) + string(x.char(0)) + ":s" + text
	}
	err := s.all()
	if err != nil {
		return Expansion{Text: text}, err
	}
	if !s.changed {
		return Expansion{Text: text}, nil
	}
	return Expansion{s.out.String(), true, s.print}, nil
}

// scanner goes over one line.
type scanner struct {
	x       *Expander
	list    Entries
	in      string
	at      int
	out     strings.Builder
	changed bool
	print   bool
	double  bool // within double quotes
	event   int  // where the word began that is being expanded
	done    int  // where the one before ended
}

// all copies what is not to be expanded: what is in single quotes, escaped, or
// a comment.
func (s *scanner) all() error {
	for s.at < len(s.in) {
		c := s.in[s.at]
		n := 1
		switch {
		case c == s.x.char(0) && s.expands():
			if err := s.expand(); err != nil {
				return err
			}
			continue
		case c == '\\' && s.at+1 < len(s.in):
			n = 2
		case c == '"':
			s.double = !s.double
		case c == '\'' && !s.double:
			n = s.singleQuoted()
		case s.comment(c):
			n = len(s.in) - s.at
		}
		s.out.WriteString(s.in[s.at : s.at+n])
		s.at += n
	}
	return nil
}

// singleQuoted is how long what is quoted at the cursor is. In $'...' a
// backslash escapes a quote.
func (s *scanner) singleQuoted() int {
	ansi := s.at > 0 && s.in[s.at-1] == '$'
	for i := s.at + 1; i < len(s.in); i++ {
		switch {
		case s.in[i] == '\\' && ansi:
			i++
		case s.in[i] == '\'':
			return i + 1 - s.at
		}
	}
	return len(s.in) - s.at
}

func (s *scanner) comment(c byte) bool {
	if c != s.x.char(2) || s.double || s.x.NoComments {
		return false
	}
	return s.at == 0 || strings.IndexByte(" \t\n;&()|<>", s.in[s.at-1]) >= 0
}

// expands tells whether the bang at the cursor is one: not before a blank or =,
// at the end, or where the shell has another use for it.
func (s *scanner) expands() bool {
	if s.at+1 == len(s.in) {
		return false
	}
	before := byte(0)
	if s.at > s.done {
		before = s.in[s.at-1]
	}
	switch after := s.in[s.at+1]; {
	case strings.IndexByte(" \t\n\r=", after) >= 0:
		return false
	case after == '"' && s.double:
		return false
	case after == '(' && s.x.ExtendedPatterns && !s.double:
		return false
	case before == '[' && strings.IndexByte(s.in[s.at+1:], ']') >= 0:
		return false
	case before == '$':
		return false
	case before == '{' && s.at > 1 && s.in[s.at-2] == '$' && strings.IndexByte(s.in[s.at+1:], '}') >= 0:
		return false
	}
	return true
}

// fail is an error about what has been read of the word.
func (s *scanner) fail(cause error) error {
	return &Error{strings.TrimRight(s.in[s.event:min(s.at, len(s.in))], " \t\n"), cause}
}

// expand expands the word at the cursor: which entry, which of its words, and
// how they are changed.
func (s *scanner) expand() error {
	s.event = s.at
	entry, err := s.readEvent()
	if err != nil {
		return err
	}
	text, err := s.readWords(entry)
	if err != nil {
		return err
	}
	text, err = s.modify(text)
	if err != nil {
		return err
	}
	s.out.WriteString(text)
	s.changed, s.done = true, s.at
	return nil
}

// readEvent reads what says which entry.
func (s *scanner) readEvent() (string, error) {
	s.at++
	rest := s.in[s.at:]
	switch c := rest[0]; {
	case c == s.x.char(0):
		s.at++
		return s.entry(s.list.Len() - 1)
	case c == '#':
		s.at++
		return s.out.String(), nil
	case c == ':' || strings.IndexByte("^$*%", c) >= 0, c == '-' && !digitAt(rest, 1):
		if c == '-' { // no word stands before the hyphen
			s.at = len(s.in)
			return "", s.fail(ErrNoEvent)
		}
		return s.entry(s.list.Len() - 1)
	case c >= '0' && c <= '9':
		return s.entry(s.number() - s.list.First())
	case c == '-':
		s.at++
		n := s.number()
		if n == 0 {
			return "", s.fail(ErrNoEvent)
		}
		return s.entry(s.list.Len() - n)
	case c == '?':
		return s.readSearch()
	}
	n := 0
	for n < len(rest) && !s.endsEvent(rest[n], n) {
		n++
	}
	s.at += n
	for i := s.list.Len() - 1; i >= 0 && n > 0; i-- {
		if text := s.list.Entry(i); strings.HasPrefix(text, rest[:n]) {
			return text, nil
		}
	}
	return "", s.fail(ErrNoEvent)
}

func (s *scanner) endsEvent(c byte, n int) bool {
	return isBlank(c) || c == ':' || n > 0 && strings.IndexByte("^$*%-", c) >= 0 ||
		strings.IndexByte(";&()|<>", c) >= 0 || c == '"' && s.double
}

func digitAt(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

func (s *scanner) number() int {
	from := s.at
	for digitAt(s.in, s.at) {
		s.at++
	}
	n, err := strconv.Atoi(s.in[from:s.at])
	if err != nil {
		return 1 << 30
	}
	return n
}

func (s *scanner) entry(i int) (string, error) {
	if i < 0 || i >= s.list.Len() {
		return "", s.fail(ErrNoEvent)
	}
	return s.list.Entry(i), nil
}

// readSearch reads ?text?, where the last question mark may be missing.
func (s *scanner) readSearch() (string, error) {
	text := s.in[s.at+1:]
	end := strings.IndexAny(text, "?\n")
	if end < 0 {
		s.at = len(s.in)
	} else {
		text = text[:end]
		s.at += 1 + end
		if s.in[s.at] == '?' {
			s.at++
		}
	}
	if text == "" {
		text = s.x.sought
	}
	i, offset := s.list.Backward(text, s.list.Len(), 0)
	if i < 0 {
		return "", s.fail(ErrNoEvent)
	}
	s.x.sought = text
	entry := s.list.Entry(i)
	s.x.found = ""
	for _, w := range WordSpans(entry) {
		if w[0] <= offset && offset < w[1] {
			s.x.found = entry[w[0]:w[1]]
		}
	}
	return entry, nil
}

// readWords reads which words are meant, and returns them: all of the entry, as
// it stands, if that is not said.
func (s *scanner) readWords(entry string) (string, error) {
	at := s.at
	if at < len(s.in) && s.in[at] == ':' {
		at++
	} else if at >= len(s.in) || strings.IndexByte("^$*-%", s.in[at]) < 0 {
		return entry, nil
	}
	if at >= len(s.in) || !digitAt(s.in, at) && strings.IndexByte("^$*-%", s.in[at]) < 0 {
		return entry, nil // a modifier
	}
	s.at = at
	words := Words(entry)
	if s.in[at] == '%' {
		s.at++
		return s.x.found, nil
	}
	first, last := s.readRange(len(words) - 1)
	if none := s.in[s.at-1]; first == last+1 && (first == 1 && none == '*' || none == '-') {
		return "", nil
	}
	if first < 0 || first > last || last >= len(words) {
		return "", s.fail(ErrNoWord)
	}
	return strings.Join(words[first:last+1], " "), nil
}

// readRange reads a number, a range, or what stands for one. The last word is
// word number end.
func (s *scanner) readRange(end int) (first, last int) {
	switch c := s.in[s.at]; c {
	case '*':
		s.at++
		return 1, end
	case '$':
		s.at++
		return end, end
	case '-':
		first = 0
	case '^':
		s.at++
		first = 1
	default:
		first = s.number()
	}
	switch {
	case s.at >= len(s.in):
		return first, first
	case s.in[s.at] == '*':
		s.at++
		return first, end
	case s.in[s.at] == '^':
		s.at++
		return first, 1
	case s.in[s.at] != '-':
		return first, first
	}
	s.at++
	switch {
	case digitAt(s.in, s.at):
		return first, s.number()
	case s.at < len(s.in) && s.in[s.at] == '$':
		s.at++
		return first, end
	case s.at < len(s.in) && s.in[s.at] == '^':
		s.at++
		return first, 1
	}
	return first, end - 1
}
