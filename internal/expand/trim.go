package expand

import "gpipe/internal/pattern"

// operand is what a modifier's words evaluated to.
type operand struct {
	pat  *pattern.Pattern // nil: none
	text string
	amp  bool // text is a template, in which & stands for the match

	anchor byte // of a replacement
}

// trim is ${name#pattern} and its relatives.
type trim struct {
	pattern *Word
	suffix  bool
	longest bool
}

func (t *trim) bind(st *State) (o operand, err error) {
	o.pat, err = t.pattern.Pattern(st)
	return o, err
}

func (t *trim) apply(st *State, o operand, s string) string {
	if t.suffix {
		if i := o.pat.Suffix(s, t.longest); i >= 0 {
			return s[:i]
		}
	} else if i := o.pat.Prefix(s, t.longest); i >= 0 {
		return s[i:]
	}
	return s
}
