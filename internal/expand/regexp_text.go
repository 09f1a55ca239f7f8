package expand

import "strings"

// regexpChars are the characters that mean something in a regular expression,
// but not in a pattern.
const regexpChars = "${"

// regexpText gives pieces the form of a regular expression. What is quoted is
// escaped; in a bracket expression, where a backslash would not escape, it
// stands as it is, as in bash.
func regexpText(ps []piece) string {
	if len(ps) == 1 && !ps[0].quoted {
		return ps[0].s
	}
	var t quotedText
	for _, p := range ps {
		t.s += p.s
		for range len(p.s) {
			t.quoted = append(t.quoted, p.quoted)
		}
	}
	var b strings.Builder
	for i := 0; i < len(t.s); i++ {
		switch c := t.s[i]; {
		case t.quoted[i]:
			if strings.IndexByte(`\.+*?()|[{^$`, c) >= 0 {
				b.WriteByte('\\')
			}
		case c == '\\':
			if i+1 < len(t.s) && !t.quoted[i+1] {
				b.WriteByte(c)
				i++
			}
		case c == '[':
			if end := t.bracket(i); end > 0 {
				b.WriteString(t.s[i:end])
				i = end
			}
		}
		b.WriteByte(t.s[i])
	}
	return b.String()
}

// quotedText is text of which every byte may be quoted.
type quotedText struct {
	s      string
	quoted []bool
}

// is tells whether c stands at i and is not quoted.
func (t *quotedText) is(i int, c byte) bool {
	return i < len(t.s) && t.s[i] == c && !t.quoted[i]
}

// bracket returns the index of the bracket that ends the bracket expression
// beginning at i, or 0 if there is none.
func (t *quotedText) bracket(i int) int {
	i++
	if t.is(i, '^') {
		i++
	}
	if t.is(i, ']') {
		i++
	}
	for ; i < len(t.s); i++ {
		if t.is(i, ']') {
			return i
		}
		if !t.is(i, '[') {
			continue
		}
		for _, mark := range []byte(":=.") {
			if t.is(i+1, mark) {
				i = t.markEnd(i+2, mark)
			}
		}
	}
	return 0
}

// markEnd returns the index of the bracket that ends [:name:] and the like,
// whose name begins at i, or the end of the text. A bracket may be the name of
// a collating symbol.
func (t *quotedText) markEnd(i int, mark byte) int {
	if mark != ':' && t.is(i, ']') {
		i++
	}
	for ; i < len(t.s); i++ {
		if t.is(i, mark) && t.is(i+1, ']') {
			return i + 1
		}
	}
	return i
}
