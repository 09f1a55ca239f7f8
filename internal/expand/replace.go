package expand

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/pattern"
)

// replace is ${name/pattern/word}.
type replace struct {
	pattern *Word // nil: matches nothing
	with    []part
	all     bool // //: every match
	// anchor is '#' or '%' for a match at that end only. A pattern that is
	// not known at compile time may begin with one in a value.
	anchor byte
}

func (r *replace) bind(st *State) (o operand, err error) {
	if r.pattern == nil {
		return o, nil
	}
	o.anchor = r.anchor
	if r.all || r.anchor != 0 || r.pattern.pat != nil {
		o.pat, err = r.pattern.compilePattern(st, st.patternFlags()|st.Match&pattern.FoldCase)
	} else {
		o.pat, o.anchor, err = r.pattern.anchored(st)
	}
	if err != nil {
		return o, err
	}
	old := st.open(false, nil)
	if err = runParts(st, r.with); err == nil {
		o.text, o.amp = st.template(st.pieces[st.out.base:])
	}
	st.close(old)
	return o, err
}

// anchored expands the word to a pattern that may begin with an anchor, which
// is # or % and not quoted.
func (w *Word) anchored(st *State) (*pattern.Pattern, byte, error) {
	old := st.open(false, nil)
	err := runParts(st, w.parts)
	ps := st.pieces[st.out.base:]
	var anchor byte
	if err == nil && len(ps) > 0 && !ps[0].quoted && ps[0].s != "" && (ps[0].s[0] == '#' || ps[0].s[0] == '%') {
		anchor = ps[0].s[0]
		ps[0].s = ps[0].s[1:]
	}
	p := st.compilePattern(ps, st.patternFlags()|st.Match&pattern.FoldCase)
	st.close(old)
	return p, anchor, err
}

// template makes pieces a replacement: an unquoted & in it means the match. If
// there is one, backslashes escape in the text.
func (st *State) template(ps []piece) (s string, amp bool) {
	for _, p := range ps {
		amp = amp || st.Globbing&PlainAmpersand == 0 && !p.quoted && strings.IndexByte(p.s, '&') >= 0
	}
	if !amp {
		return join(ps), false
	}
	b := st.text[:0]
	for _, p := range ps {
		for i := 0; i < len(p.s); i++ {
			if c := p.s[i]; p.quoted && (c == '&' || c == '\\') {
				b = append(b, '\\')
			}
			b = append(b, p.s[i])
		}
	}
	st.text = b
	return string(b), true
}

func (r *replace) apply(st *State, o operand, s string) string {
	if o.pat == nil {
		return s
	}
	switch {
	case o.anchor == '#':
		if n := o.pat.Prefix(s, true); n >= 0 {
			return o.replacement(s[:n]) + s[n:]
		}
		return s
	case o.anchor == '%':
		if i := o.pat.Suffix(s, true); i >= 0 {
			return s[:i] + o.replacement(s[i:])
		}
		return s
	case !r.all:
		start, end := o.find(s)
		if start < 0 {
			return s
		}
		return s[:start] + o.replacement(s[start:end]) + s[end:]
	}
	return st.replaceAll(o, s)
}

// find gives the bounds of the first match. A pattern without text has none.
func (o operand) find(s string) (start, end int) {
	if lit, ok := o.pat.Literal(); ok && lit == "" {
		return -1, -1
	}
	return o.pat.Find(s, 0)
}

// replaceAll replaces what matches in s, one match after the other. Where a
// match is empty the replacement is put in front of the next character.
func (st *State) replaceAll(o operand, s string) string {
	start, end := o.find(s)
	if start < 0 {
		return s
	}
	if lit, ok := o.pat.Literal(); ok && !o.amp {
		return strings.ReplaceAll(s, lit, o.text)
	}
	b := st.text[:0]
	at := 0
	finder := o.pat.Finder(s)
	for start >= 0 {
		b = append(b, s[at:start]...)
		b = append(b, o.replacement(s[start:end])...)
		at = end
		if at == len(s) {
			break
		}
		if start == end {
			_, n := st.char(s[at:])
			b = append(b, s[at:at+n]...)
			at += n
		}
		if at == len(s) {
			break
		}
		start, end = finder.Find(at)
	}
	b = append(b, s[at:]...)
	st.text = b
	return string(b)
}

// char decodes the first character of s, a byte where characters are bytes.
func (st *State) char(s string) (rune, int) {
	if s[0] < utf8.RuneSelf || !st.Vars.UTF8() {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// replacement is what the match is replaced by.
func (o operand) replacement(match string) string {
	if !o.amp {
		return o.text
	}
	var b strings.Builder
	for i := 0; i < len(o.text); i++ {
		switch c := o.text[i]; {
		case c == '&':
			b.WriteString(match)
		case c == '\\' && i+1 < len(o.text) && (o.text[i+1] == '&' || o.text[i+1] == '\\'):
			i++
			b.WriteByte(o.text[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// folding is ${name^pattern} and its relatives: it changes the case of
// characters that match.
type folding struct {
	pattern *Word // nil: any character
	to      folds
	all     bool
}

func (f *folding) bind(st *State) (o operand, err error) {
	if f.pattern != nil {
		o.pat, err = f.pattern.Pattern(st)
	}
	return o, err
}

func (f *folding) apply(st *State, o operand, s string) string {
	return st.fold(s, f.to, f.all, o.pat)
}

func (st *State) fold(s string, to folds, all bool, pat *pattern.Pattern) string {
	wide := st.Vars.UTF8()
	b := st.text[:0]
	for i := 0; i < len(s); {
		r, n := st.char(s[i:])
		if pat == nil || pat.Match(s[i:i+n]) {
			b = appendFolded(b, s[i:i+n], r, to, wide)
		} else {
			b = append(b, s[i:i+n]...)
		}
		i += n
		if !all {
			b = append(b, s[i:]...)
			break
		}
	}
	st.text = b
	return string(b)
}
