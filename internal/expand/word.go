package expand

import (
	"strings"

	"gpipe/internal/pattern"
	"gpipe/internal/vars"
)

// Word is a compiled word. It is immutable.
type Word struct {
	kind   kind
	pure   bool
	single bool // always one field, as in an assignment
	quoted bool // a variableWord or scalarWord
	// extended marks a pattern that is always an extended one.
	extended bool
	str      string
	value    scalar
	slot     vars.Slot
	parts    []part
	fields   []string // of a constant list
	words    []*Word
	pat      *constant // when all parts are constants
	ere      *constantRegexp
	braces   *laterBraces // too many words to make before they are needed
}

type kind uint8

const (
	general      kind = iota
	constWord         // str
	constList         // fields
	variableWord      // $name in slot
	scalarWord        // value
	quotedArgs        // "$@"
	severalWords      // words
	manyWords         // braces
)

// part is a part of a word. Run adds its text to st's sink.
type part interface {
	run(st *State) error
}

// Const returns the only field the word ever expands to, if that is known.
func (w *Word) Const() (string, bool) { return w.str, w.kind == constWord }

// Pure tells that expanding the word cannot run a command, assign anything or
// report an error other than that of set -u.
func (w *Word) Pure() bool { return w.pure }

// Append expands the word to fields, with everything, and appends them to
// dst. On failure it returns dst as it was.
func (w *Word) Append(st *State, dst []string) ([]string, error) {
	switch w.kind {
	case constWord:
		return append(dst, w.str), nil
	case constList:
		return append(dst, w.fields...), nil
	case variableWord, scalarWord:
		return w.appendScalar(st, dst)
	case quotedArgs:
		return append(dst, st.Args...), nil
	case severalWords:
		return w.appendWords(st, dst)
	case manyWords:
		return w.braces.append(st, dst)
	}
	if w.single {
		s, err := w.String(st)
		if err != nil {
			return dst, err
		}
		return append(dst, s), nil
	}
	return appendFields(st, dst, w.parts)
}

// appendScalar adds the fields of a word that is one value.
func (w *Word) appendScalar(st *State, dst []string) ([]string, error) {
	s, err := w.String(st)
	switch {
	case err != nil:
		return dst, err
	case w.quoted:
		return append(dst, s), nil
	case s == "":
		return dst, nil
	case st.splitter().simple(s):
		return append(dst, s), nil
	}
	n := len(dst)
	old := st.open(true, dst)
	st.value(s)
	st.endField()
	dst = st.out.dst
	st.close(old)
	if st.unfinished() {
		return st.broken(dst, n)
	}
	return dst, nil
}

// appendWords adds the fields of all words that braces made.
func (w *Word) appendWords(st *State, dst []string) ([]string, error) {
	n := len(dst)
	for _, x := range w.words {
		var err error
		if dst, err = x.Append(st, dst); err != nil {
			return dst[:n], err
		}
	}
	return dst, nil
}

func appendFields(st *State, dst []string, parts []part) ([]string, error) {
	n := len(dst)
	old := st.open(true, dst)
	err := runParts(st, parts)
	if err == nil {
		st.endField()
	}
	dst = st.out.dst
	st.close(old)
	if st.unfinished() {
		return st.broken(dst, n)
	}
	if err != nil {
		dst = dst[:n]
	}
	return dst, err
}

// simple tells whether s is one field as it is.
func (t *splitter) simple(s string) bool {
	for i := 0; i < len(s); i++ {
		if t.class[s[i]] != ordinary {
			return false
		}
	}
	return true
}

// String expands the word to one string: without field splitting and pathname
// expansion.
func (w *Word) String(st *State) (string, error) {
	switch w.kind {
	case constWord:
		return w.str, nil
	case variableWord:
		return w.variable(st)
	case scalarWord:
		return w.value.scalar(st)
	}
	return joinParts(st, w.parts)
}

// Escaped is String with a backslash before each character that was quoted.
func (w *Word) Escaped(st *State) (string, error) {
	if w.parts == nil {
		return w.String(st)
	}
	old := st.open(false, nil)
	err := runParts(st, w.parts)
	var b strings.Builder
	for _, p := range st.pieces[st.out.base:] {
		for _, c := range p.s {
			if p.quoted {
				b.WriteByte('\\')
			}
			b.WriteRune(c)
		}
	}
	st.close(old)
	return b.String(), err
}

// variable is the value of $name.
func (w *Word) variable(st *State) (string, error) {
	s, set := st.Vars.Get(w.slot)
	if !set && st.NoUnset {
		return "", failed(st.Vars.Names().Name(w.slot), ErrUnset)
	}
	return s, nil
}

func runParts(st *State, parts []part) error {
	for _, p := range parts {
		if err := p.run(st); err != nil {
			return err
		}
	}
	return nil
}

// joinParts expands parts to one string.
func joinParts(st *State, parts []part) (string, error) {
	old := st.open(false, nil)
	err := runParts(st, parts)
	s := ""
	if err == nil {
		s = join(st.pieces[st.out.base:])
	}
	st.close(old)
	return s, err
}

// Pattern expands the word to a pattern: what is quoted in it matches itself.
func (w *Word) Pattern(st *State) (*pattern.Pattern, error) {
	return w.compilePattern(st, st.patternFlags())
}

func (w *Word) compilePattern(st *State, flags pattern.Flags) (*pattern.Pattern, error) {
	if w.pat != nil {
		return w.pat.compiled(st, flags), nil
	}
	old := st.open(false, nil)
	err := runParts(st, w.parts)
	var p *pattern.Pattern
	if err == nil {
		p = st.compilePattern(st.pieces[st.out.base:], flags)
	}
	st.close(old)
	return p, err
}

// compilePattern compiles the pattern that ps are.
func (st *State) compilePattern(ps []piece, flags pattern.Flags) *pattern.Pattern {
	if st.out.ext { // an extended pattern of the program itself
		flags |= pattern.ExtGlob
	}
	return st.patterns.Compile(st.patternText(ps), flags)
}

// Match tells whether the whole of s matches the word as a pattern.
func (w *Word) Match(st *State, s string) (bool, error) {
	if w.pat != nil && w.pat.exact && st.Match&pattern.FoldCase == 0 {
		return s == w.pat.plain, nil
	}
	flags := st.patternFlags() | st.Match&pattern.FoldCase
	if w.extended {
		flags |= pattern.ExtGlob
	}
	if w.kind == variableWord && w.quoted && flags&pattern.FoldCase == 0 {
		v, err := w.variable(st)
		return v == s, err
	}
	p, err := w.compilePattern(st, flags)
	if err != nil {
		return false, err
	}
	return p.Match(s), nil
}
