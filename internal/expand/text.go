package expand

import (
	"strings"
	"sync/atomic"

	"gpipe/internal/pattern"
)

// text is literal text of the program.
type text struct {
	s      string
	quoted bool
	meta   bool // unquoted, with pattern characters
	ext    bool // an extended pattern
}

func (t text) run(st *State) error {
	if t.quoted {
		st.quoted(t.s)
		return nil
	}
	st.literal(t.s, t.meta)
	st.out.ext = st.out.ext || t.ext
	return nil
}

// special tells whether quoting makes a difference to t's text.
func (t text) special() bool { return strings.ContainsAny(t.s, patternChars) }

// splitText is unquoted literal text in the word of ${parameter:-word}: it is
// the result of an expansion, and so it is split.
type splitText string

func (t splitText) run(st *State) error {
	st.value(string(t))
	return nil
}

// merge joins neighbouring literal texts that behave alike.
func merge(parts []part) []part {
	out := parts[:0]
	for _, p := range parts {
		t, ok := p.(text)
		if ok && len(out) > 0 {
			if last, ok := out[len(out)-1].(text); ok {
				if m, ok := mergeTexts(last, t); ok {
					out[len(out)-1] = m
					continue
				}
			}
		}
		out = append(out, p)
	}
	return out
}

func mergeTexts(a, b text) (text, bool) {
	switch {
	case a.s == "":
		return b, true
	case b.s == "":
		return a, true
	case a.ext || b.ext:
		return a, false
	case a.quoted == b.quoted:
		return text{s: a.s + b.s, quoted: a.quoted, meta: a.meta || b.meta}, true
	case !b.special():
		a.s += b.s
		return a, true
	case !a.special():
		b.s = a.s + b.s
		return b, true
	}
	return a, false
}

// constant is a pattern known at compile time. It is compiled when it is first
// used, once for each set of flags.
type constant struct {
	text  string
	ext   bool
	plain string // the text without the quoting
	exact bool   // it matches plain and nothing else, whatever the flags but FoldCase
	by    [8]atomic.Pointer[pattern.Pattern]
}

// compiled returns the pattern; the flags are UTF8, ExtGlob and FoldCase.
func (c *constant) compiled(st *State, flags pattern.Flags) *pattern.Pattern {
	if c.ext {
		flags |= pattern.ExtGlob
	}
	if int(flags) >= len(c.by) {
		return st.patterns.Compile(c.text, flags)
	}
	p := c.by[flags].Load()
	if p == nil {
		p = pattern.Compile(c.text, flags)
		c.by[flags].Store(p)
	}
	return p
}

// constantOf returns the constant that parts are, or nil.
func constantOf(parts []part) *constant {
	ps := make([]piece, len(parts))
	c := new(constant)
	for i, p := range parts {
		t, ok := p.(text)
		if !ok {
			return nil
		}
		ps[i] = piece{t.s, t.quoted}
		c.ext = c.ext || t.ext
	}
	var st State
	c.text, c.plain = st.patternText(ps), join(ps)
	c.exact = strings.IndexByte(c.text, '(') < 0 && !pattern.HasMeta(c.text, 0)
	return c
}
