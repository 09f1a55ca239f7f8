package expand

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/vars"
)

// class is what a byte is for field splitting.
type class uint8

const (
	ordinary class = iota
	meta           // may begin or end something in a pattern
	white          // IFS white space
	delim          // another IFS character
	lead           // first byte of a longer IFS character, perhaps
)

// splitter is a compiled IFS. It is immutable.
type splitter struct {
	ifs   string
	utf8  bool
	sep   string // what "$*" is joined with
	class [256]class
	long  []string // the IFS characters of more than one byte
}

// defaultSplitter is for an IFS of space, tab and newline, and for none.
var defaultSplitter = splitter{
	ifs: " \t\n", sep: " ",
	class: [256]class{
		' ': white, '\t': white, '\n': white,
		'*': meta, '?': meta, '[': meta, '(': meta, '\\': meta,
	},
}

// splitter returns the compiled form of the present IFS.
func (st *State) splitter() *splitter {
	if t := st.split; t != nil && st.splitGen == st.Vars.Gen(vars.IFS) && (t.utf8 == st.Vars.UTF8() || t == &defaultSplitter) {
		return t
	}
	return st.findSplitter()
}

func (st *State) findSplitter() *splitter {
	ifs, set := st.Vars.Get(vars.IFS)
	st.splitGen = st.Vars.Gen(vars.IFS)
	if st.Vars.Attrs(vars.IFS)&(vars.NameRef|vars.Indexed|vars.Assoc) != 0 {
		st.splitGen = 0 // it can change without a new generation
	}
	switch t := st.split; {
	case !set || ifs == defaultSplitter.ifs:
		st.split = &defaultSplitter
	case t == nil || t.ifs != ifs || t.utf8 != st.Vars.UTF8():
		st.split = newSplitter(ifs, st.Vars.UTF8())
	}
	return st.split
}

func newSplitter(ifs string, wide bool) *splitter {
	t := &splitter{ifs: strings.Clone(ifs), utf8: wide}
	for _, c := range `*?[(\` {
		t.class[c] = meta
	}
	for i := 0; i < len(t.ifs); {
		n := 1
		if wide {
			_, n = utf8.DecodeRuneInString(t.ifs[i:])
		}
		if i == 0 {
			t.sep = t.ifs[:n]
		}
		switch c := t.ifs[i]; {
		case n > 1:
			t.class[c] = lead
			t.long = append(t.long, t.ifs[i:i+n])
		case c == ' ' || c == '\t' || c == '\n':
			t.class[c] = white
		default:
			t.class[c] = delim
		}
		i += n
	}
	return t
}

// longDelim returns the length of the long IFS character that s begins with,
// or 0.
func (t *splitter) longDelim(s string) int {
	for _, l := range t.long {
		if strings.HasPrefix(s, l) {
			return len(l)
		}
	}
	return 0
}

// splitValue adds s, ending a field wherever IFS says (XCU 2.6.5). It works
// on the word as a whole: white space at the end of one expansion and a
// delimiter at the start of the next are one delimiter.
func (st *State) splitValue(t *splitter, s string) {
	k := &st.out
	start := 0
	for i := 0; i < len(s); {
		c := t.class[s[i]]
		if c == ordinary {
			i++
			continue
		}
		n := 1
		switch c {
		case meta:
			k.meta = true
			i++
			continue
		case lead:
			if n = t.longDelim(s[i:]); n == 0 {
				i++
				continue
			}
		}
		switch {
		case i == start:
			st.delimit(c)
		case len(st.pieces) == k.base && !k.meta && !k.started:
			k.dst = append(k.dst, s[start:i]) // a field, all in one piece
			k.white = c == white
		default:
			st.pieces = append(st.pieces, piece{s[start:i], false})
			st.delimit(c)
		}
		i += n
		start = i
	}
	if start < len(s) {
		st.pieces = append(st.pieces, piece{s[start:], false})
		k.white = false
	}
}

// delimit is a delimiter between fields.
func (st *State) delimit(c class) {
	k := &st.out
	switch {
	case st.hasField():
		st.endField()
		k.white = c == white
	case c == white:
	case k.white:
		k.white = false // belongs to the white space before it
	default:
		k.started = true
		st.endField()
	}
}

// list adds the elements of $@, $* or an array. In quotes the elements are
// fields of their own, but for a star one string; without, each is split and
// empty ones are dropped (XCU 2.5.2), if IFS begins with a space as if they
// were joined with that.
func (st *State) list(elems []string, quoted, star bool) {
	switch {
	case quoted && star, !st.out.fields:
		st.joined(elems, quoted, star)
	case quoted:
		for i, e := range elems {
			if i > 0 {
				st.endField()
			}
			st.quoted(e)
			st.out.started = true
		}
	default:
		t := st.splitter()
		for i, e := range elems {
			switch {
			case i == 0:
			case t.sep != "" && t.class[t.sep[0]] == white:
				st.delimit(white) // one delimiter with what the next begins with
			default:
				st.endField()
				st.out.white = false
			}
			st.splitValue(t, e)
		}
	}
}

// joined adds the elements as one string, with the first character of IFS
// between them; for an @ with a space, as bash and ksh do.
func (st *State) joined(elems []string, quoted, star bool) {
	sep := " "
	if star {
		sep = st.splitter().sep
	}
	if len(elems) == 0 && quoted && star {
		st.quoted("")
	}
	for i, e := range elems {
		if i > 0 && sep != "" {
			st.pieces = append(st.pieces, piece{sep, quoted})
		}
		st.emit(e, quoted)
	}
}
