package expand

import (
	"strings"
	"unsafe"

	"gpipe/internal/pattern"
)

// sink is where the text of a word goes: to fields, or all into one string.
type sink struct {
	fields  bool
	started bool // the field exists even without text
	white   bool // the field before was ended by IFS white space
	meta    bool // the field may be a pattern
	ext     bool // an extended one, written as such in the program
	weak    bool // in double quotes with a list: empty text makes no field
	base    int  // index in State.pieces of the field's first piece
	dst     []string
}

// piece is a part of a field's text.
type piece struct {
	s      string
	quoted bool
}

// open begins a sink and returns the one it interrupts, for close.
func (st *State) open(fields bool, dst []string) sink {
	old := st.out
	st.out = sink{fields: fields, base: len(st.pieces), dst: dst}
	return old
}

// close ends the sink and goes back to old.
func (st *State) close(old sink) {
	base := st.out.base
	clear(st.pieces[base:])
	st.pieces = st.pieces[:base]
	st.out = old
}

// quoted adds text that is neither split nor a pattern. Empty text still makes
// a field.
func (st *State) quoted(s string) {
	if s == "" {
		st.out.started = st.out.started || !st.out.weak
		return
	}
	st.out.white = false
	st.pieces = append(st.pieces, piece{s, true})
}

// literal adds unquoted text of the program, which is not split; meta tells
// whether it has pattern characters.
func (st *State) literal(s string, meta bool) {
	st.out.white = false
	st.out.meta = st.out.meta || meta
	st.pieces = append(st.pieces, piece{s, false})
}

// emit adds the result of an expansion.
func (st *State) emit(s string, quoted bool) {
	if quoted {
		st.quoted(s)
	} else {
		st.value(s)
	}
}

// value adds the result of an unquoted expansion, which is split.
func (st *State) value(s string) {
	if st.out.fields {
		st.splitValue(st.splitter(), s)
	} else if s != "" {
		st.pieces = append(st.pieces, piece{s, false})
	}
}

// hasField tells whether a field is being built.
func (st *State) hasField() bool { return st.out.started || len(st.pieces) > st.out.base }

// endField adds the field that is being built, if any, to the fields.
func (st *State) endField() {
	k := &st.out
	ps := st.pieces[k.base:]
	if len(ps) == 0 && !k.started {
		return
	}
	switch {
	case st.unfinished(): // the error is that of a field before
	case !k.meta || st.NoGlob || !st.glob(ps):
		k.dst = append(k.dst, join(ps))
	}
	st.pieces = st.pieces[:k.base]
	k.started, k.meta, k.ext = false, false, false
}

// join puts pieces together; a single one is not copied.
func join(ps []piece) string {
	switch len(ps) {
	case 0:
		return ""
	case 1:
		return ps[0].s
	case 2:
		return ps[0].s + ps[1].s
	case 3:
		return ps[0].s + ps[1].s + ps[2].s
	}
	n := 0
	for _, p := range ps {
		n += len(p.s)
	}
	b := make([]byte, 0, n)
	for _, p := range ps {
		b = append(b, p.s...)
	}
	// SAFETY: b was made here, and nobody else has it.
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// patternText gives pieces the form of a pattern: what is quoted is escaped.
func (st *State) patternText(ps []piece) string {
	if plainPieces(ps) {
		return join(ps)
	}
	b := st.text[:0]
	for i, p := range ps {
		if p.quoted {
			b = pattern.Quote(b, p.s)
			continue
		}
		b = append(b, p.s...)
		// A backslash at the end of a value escapes what follows, but not
		// what is quoted anyway.
		if i+1 < len(ps) && ps[i+1].quoted && oddBackslashes(p.s) {
			b = append(b, '\\')
		}
	}
	st.text = b
	return string(b)
}

// plainPieces tells whether no piece needs to be escaped.
func plainPieces(ps []piece) bool {
	for _, p := range ps {
		if p.quoted && strings.ContainsAny(p.s, patternChars) {
			return false
		}
	}
	return len(ps) < 2 || !strings.HasSuffix(ps[len(ps)-2].s, `\`)
}

// patternChars are the characters that mean something in a pattern, also in a
// bracket expression or an extended pattern, or in a replacement.
const patternChars = `*?[]\!^-:.=+@()|&`

func oddBackslashes(s string) bool {
	n := len(s) - len(strings.TrimRight(s, `\`))
	return n%2 == 1
}
