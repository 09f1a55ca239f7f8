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
func (t text) special() bool { return strings.ContainsAny(t.s, patternChars+regexpChars) }

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
	var j joined
	for _, p := range parts {
		t, ok := p.(text)
		if ok && j.add(t) {
			continue
		}
		out = j.flush(out)
		if ok {
			j.start(t)
		} else {
			out = append(out, p)
		}
	}
	return j.flush(out)
}

// joined is a run of literal texts that become one; the zero value has none.
type joined struct {
	text
	more    []byte // all of the run, once it is more than text
	special bool
	any     bool
}

func (j *joined) start(t text) { *j = joined{text: t, special: t.special(), any: true} }

// add appends t to the run, or tells that the two behave differently.
func (j *joined) add(t text) bool {
	special := t.special()
	switch {
	case !j.any:
		return false
	case j.s == "":
		j.start(t)
		return true
	case t.s == "":
		return true
	case j.ext || t.ext:
		return false
	case j.quoted == t.quoted:
		j.meta = j.meta || t.meta
	case !special:
	case !j.special:
		j.quoted, j.meta = t.quoted, t.meta
	default:
		return false
	}
	if j.more == nil {
		j.more = append(j.more, j.s...)
	}
	j.more = append(j.more, t.s...)
	j.special = j.special || special
	return true
}

// flush appends the run to out and starts none.
func (j *joined) flush(out []part) []part {
	if !j.any {
		return out
	}
	if j.more != nil {
		j.s = string(j.more)
	}
	t := j.text
	*j = joined{}
	return append(out, t)
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
