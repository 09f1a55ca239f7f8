package past

import (
	"strings"
	"time"
)

// Policy says which commands become entries: HISTCONTROL and HISTIGNORE.
type Policy struct {
	IgnoreSpace bool // not what begins with a blank
	IgnoreDups  bool // not what is the same as the entry before
	EraseDups   bool // entries that are the same as a new one are removed
	// Ignore are patterns of what is none.
	Ignore []string
	// Match tells whether a pattern is that of a text. Without it Ignore is
	// not heeded.
	Match func(pattern, text string) bool
}

// SetControl reads the value of HISTCONTROL. Words that it does not know are
// none.
func (p *Policy) SetControl(value string) {
	p.IgnoreSpace, p.IgnoreDups, p.EraseDups = false, false, false
	for word := range strings.SplitSeq(value, ":") {
		switch word {
		case "ignorespace":
			p.IgnoreSpace = true
		case "ignoredups":
			p.IgnoreDups = true
		case "ignoreboth":
			p.IgnoreSpace, p.IgnoreDups = true, true
		case "erasedups":
			p.EraseDups = true
		}
	}
}

// SetIgnore reads the value of HISTIGNORE: patterns, with colons between them
// that stand in no bracket.
func (p *Policy) SetIgnore(value string) {
	p.Ignore = nil
	from, depth := 0, 0
	for i := 0; i <= len(value); i++ {
		switch {
		case i == len(value) || value[i] == ':' && depth == 0:
			if from < i {
				p.Ignore = append(p.Ignore, value[from:i])
			}
			from = i + 1
		case value[i] == '\\':
			i++
		case value[i] == '(':
			depth++
		case value[i] == ')' && depth > 0:
			depth--
		case value[i] == '[':
			i += bracketSize(value[i:])
		}
	}
}

// bracketSize is how much of s the bracket expression has that it begins with,
// but for the last character; 0 if there is none.
func bracketSize(s string) int {
	i := 1
	if i < len(s) && (s[i] == '!' || s[i] == '^') {
		i++
	}
	for first := true; i < len(s); i, first = i+1, false {
		switch {
		case s[i] == ']' && !first:
			return i
		case s[i] == '[' && i+1 < len(s) && strings.IndexByte(":.=", s[i+1]) >= 0:
			end := strings.Index(s[i+2:], s[i+1:i+2]+"]")
			if end < 0 {
				return 0
			}
			i += 2 + end + 1
		case s[i] == '\\':
			i++
		}
	}
	return 0
}

// Enter adds a command if it is to become an entry, and tells whether it did.
func (l *List) Enter(text string, when time.Time, p *Policy) bool {
	last := ""
	if n := l.Len(); n > 0 {
		last = l.Entry(n - 1)
	}
	switch {
	case strings.TrimRight(text, "\n") == "",
		p.IgnoreSpace && (text[0] == ' ' || text[0] == '\t'),
		p.IgnoreDups && l.Len() > 0 && text == last,
		p.ignores(text, last):
		return false
	}
	if p.EraseDups {
		l.Erase(text)
	}
	l.Add(text, when)
	return true
}

// ignores tells whether HISTIGNORE has a pattern of the text. In it, & stands
// for the entry before.
func (p *Policy) ignores(text, last string) bool {
	if p.Match == nil {
		return false
	}
	for _, pattern := range p.Ignore {
		if p.Match(withLast(pattern, last), text) {
			return true
		}
	}
	return false
}

func withLast(pattern, last string) string {
	if !strings.Contains(pattern, "&") {
		return pattern
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch {
		case pattern[i] == '\\' && i+1 < len(pattern) && pattern[i+1] == '&':
			i++
			b.WriteByte('&')
		case pattern[i] == '&':
			for k := range len(last) { // as it stands
				b.Write([]byte{'\\', last[k]})
			}
		default:
			b.WriteByte(pattern[i])
		}
	}
	return b.String()
}

// Erase removes the entries that are the same as text.
func (l *List) Erase(text string) {
	h := head([]byte(text))
	for i := l.Len() - 1; i >= 0; i-- {
		if l.heads[i] == h && string(l.bytes(i)) == text {
			l.Remove(i, i+1)
		}
	}
}
