package expand

import "strings"

// Regexp expands the word to the text of an extended regular expression:
// what is quoted in it matches itself.
func (w *Word) Regexp(st *State) (string, error) {
	if len(w.parts) == 0 {
		return w.String(st)
	}
	old := st.open(false, nil)
	err := runParts(st, w.parts)
	var b strings.Builder
	for _, p := range st.pieces[st.out.base:] {
		if p.quoted {
			escapeRegexp(&b, p.s)
		} else {
			b.WriteString(p.s)
		}
	}
	st.close(old)
	return b.String(), err
}

func escapeRegexp(b *strings.Builder, s string) {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(`\.+*?()|[]{}^$`, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
}
