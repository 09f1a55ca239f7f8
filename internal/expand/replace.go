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
	anchor  byte // '#' or '%': only at that end; else 0
}

func (r *replace) bind(st *State) (o operand, err error) {
	if r.pattern == nil {
		return o, nil
	}
	if o.pat, err = r.pattern.Pattern(st); err != nil {
		return o, err
	}
	old := st.open(false, nil)
	if err = runParts(st, r.with); err == nil {
		o.text, o.amp = st.template(st.pieces[st.out.base:])
	}
	st.close(old)
	return o, err
}

// template makes pieces a replacement: an unquoted & in it means the match. If
// there is one, backslashes escape in the text.
func (st *State) template(ps []piece) (s string, amp bool) {
	for _, p := range ps {
		amp = amp || !p.quoted && strings.IndexByte(p.s, '&') >= 0
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
	case r.anchor == '#':
		if n := o.pat.Prefix(s, true); n >= 0 {
			return o.replacement(s[:n]) + s[n:]
		}
		return s
	case r.anchor == '%':
		if i := o.pat.Suffix(s, true); i >= 0 {
			return s[:i] + o.replacement(s[i:])
		}
		return s
	case !r.all:
		start, end := o.pat.Find(s, 0)
		if start < 0 || end == 0 && s != "" {
			return s
		}
		return s[:start] + o.replacement(s[start:end]) + s[end:]
	}
	return st.replaceAll(o, s)
}

func (st *State) replaceAll(o operand, s string) string {
	start, end := o.pat.Find(s, 0)
	if start < 0 {
		return s
	}
	if lit, ok := o.pat.Literal(); ok && lit != "" && !o.amp {
		return strings.ReplaceAll(s, lit, o.text)
	}
	b := st.text[:0]
	at := 0
	for start >= 0 {
		if start == end { // nothing matched: bash goes on after the next character
			if start >= len(s) {
				break
			}
			_, n := st.char(s[start:])
			b = append(b, s[at:start+n]...)
			at = start + n
		} else {
			b = append(b, s[at:start]...)
			b = append(b, o.replacement(s[start:end])...)
			at = end
		}
		start, end = o.pat.Find(s, at)
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
	upper   bool
	all     bool
}

func (f *folding) bind(st *State) (o operand, err error) {
	if f.pattern != nil {
		o.pat, err = f.pattern.Pattern(st)
	}
	return o, err
}

func (f *folding) apply(st *State, o operand, s string) string {
	return st.fold(s, f.upper, f.all, o.pat)
}

func (st *State) fold(s string, upper, all bool, pat *pattern.Pattern) string {
	wide := st.Vars.UTF8()
	b := st.text[:0]
	for i := 0; i < len(s); {
		r, n := st.char(s[i:])
		if pat == nil || pat.Match(s[i:i+n]) {
			b = appendFolded(b, s[i:i+n], r, upper, wide)
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
