package expand

import (
	"sync/atomic"

	"gpipe/internal/ere"
	"gpipe/internal/pattern"

	"mvdan.cc/sh/v3/syntax"
)

// Regexp compiles the right side of =~, an extended regular expression.
func (c *Compiler) Regexp(w *syntax.Word) *Word {
	word := c.String(w)
	ps := make([]piece, 0, len(word.parts))
	for _, p := range word.parts {
		t, ok := p.(text)
		if !ok {
			return word
		}
		ps = append(ps, piece{t.s, t.quoted})
	}
	word.ere = &constantRegexp{text: regexpText(ps)}
	return word
}

// constantRegexp is a regular expression known at compile time. It is compiled
// when it is first used, once for each set of flags.
type constantRegexp struct {
	text string
	by   [4]atomic.Pointer[ere.Regexp]
}

func (c *constantRegexp) compiled(flags ere.Flags) (*ere.Regexp, error) {
	re := c.by[flags].Load()
	if re == nil {
		var err error
		if re, err = ere.Compile(c.text, flags); err != nil {
			return nil, err
		}
		c.by[flags].Store(re)
	}
	return re, nil
}

// RegexpError is a word that is no regular expression.
type RegexpError struct {
	Text string
	Err  error
}

func (e *RegexpError) Error() string { return e.Text + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *RegexpError) Unwrap() error { return e.Err }

// Regexp expands the word to an extended regular expression: what is quoted in
// it matches itself. The error is a *RegexpError if it is none.
func (w *Word) Regexp(st *State) (*ere.Regexp, error) {
	flags := st.regexpFlags()
	var text string
	var re *ere.Regexp
	var err error
	if w.ere != nil {
		text = w.ere.text
		re, err = w.ere.compiled(flags)
	} else if text, err = w.regexpText(st); err != nil {
		return nil, err
	} else {
		re, err = st.regexps.Compile(text, flags)
	}
	if err != nil {
		return nil, &RegexpError{text, err}
	}
	return re, nil
}

func (w *Word) regexpText(st *State) (string, error) {
	if w.kind == variableWord && !w.quoted {
		return w.variable(st)
	}
	old := st.open(false, nil)
	err := runParts(st, w.parts)
	text := ""
	if err == nil {
		text = regexpText(st.pieces[st.out.base:])
	}
	st.close(old)
	return text, err
}

// regexpFlags returns the flags of regular expressions.
func (st *State) regexpFlags() (flags ere.Flags) {
	if st.Vars.UTF8() {
		flags |= ere.UTF8
	}
	if st.Match&pattern.FoldCase != 0 {
		flags |= ere.FoldCase
	}
	return flags
}
