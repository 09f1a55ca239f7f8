package parse

import (
	"bytes"
	"sort"

	"mvdan.cc/sh/v3/syntax"
)

// arithKind is where an expression stands.
type arithKind uint8

const (
	expansionArith arithKind = iota // $((...))
	commandArith                    // ((...))
	bracketArith                    // $[...]
	forArith                        // for ((...))
	subscriptArith                  // name[...]
	sliceArith                      // ${name:...}
)

// expression is what was found out about one while it was scanned.
type expression struct {
	kind   arithKind
	start  int
	cuts   []int  // offsets of the semicolons or colons that separate its parts
	blank  bool   // there are blanks inside
	single bool   // there is a single quote that quotes nothing
	holes  []hole // its expansions, quoted text and backslash-newlines

	parens, squares int // brackets that are open
	round, square   int // how many of the known ones are outside
}

// hole is text of an expression on which it does not depend whether the parser
// can read that, and what may as well stand there.
type hole struct {
	from, to int
	filling  string
}

// noSubscript stands in an expression that stands for brackets with nothing in them:
// what is wrong when it is evaluated.
const noSubscript = "bad array subscript"

// IsNoSubscript tells whether a subscript stands for brackets with nothing in them.
func IsNoSubscript(w *syntax.Word) bool {
	if len(w.Parts) != 1 {
		return false
	}
	x, ok := w.Parts[0].(*syntax.ArithmExp)
	if !ok {
		return false
	}
	text, ok := x.X.(*syntax.Word)
	if !ok || len(text.Parts) != 1 {
		return false
	}
	quoted, ok := text.Parts[0].(*syntax.DblQuoted)
	if !ok || len(quoted.Parts) != 1 {
		return false
	}
	lit, ok := quoted.Parts[0].(*syntax.Lit)
	return ok && lit.Value == noSubscript
}

// quotedFilling is what may stand for a part in double quotes.
const quotedFilling = `"x"`

// square is the offset of a square bracket, and how many parentheses are open
// before it.
type square struct{ at, parens int }

// arith scans an expression and what closes it: closer, twice if that is a
// parenthesis. It fails if a single parenthesis does, or nothing.
func (s *scanner) arith(kind arithKind, closer byte) bool {
	x := expression{kind: kind, start: s.i}
	if s.known != nil {
		x.round, x.square = len(s.known.round), len(s.known.square)
	}
	ok := s.operators(&x, closer)
	if k := s.known; k != nil {
		for _, at := range k.round[x.round:] {
			s.doubtParens(at) // one that begins there ends in the same way
		}
		k.round, k.square = k.round[:x.round], k.square[:x.square]
	}
	return ok
}

func (s *scanner) operators(x *expression, closer byte) bool {
	nested := 0
	last := byte('(') // before c, but for blanks
	for !s.end() {
		c := s.buf[s.i]
		if !s.reach(x.parens + x.squares + nested) {
			return false
		}
		if c == closer && x.parens == 0 && (x.squares == 0 || closer != ']') {
			return s.closes(x, closer)
		}
		switch c {
		case '(', ')', '[', ']':
			if !s.bracket(x, c, closer) {
				return false
			}
		case ';', ':':
			if x.parens == 0 {
				x.cuts = append(x.cuts, s.i)
			}
		case '?', '=', '!', '~':
			nested++
		case '*', '-', '+':
			if isByte(last, "+-*/%<>=&|^?:,(!~[") {
				nested++
			}
		case ' ', '\t', '\n':
			x.blank = true
			s.i++
			continue
		case '\\', '"', '\'', '$', '`':
			if !s.arithWord(x) {
				return false
			}
			last = '0'
			continue
		}
		last = c
		s.i++
	}
	return s.stop(incomplete)
}

// closes scans what closes an expression.
func (s *scanner) closes(x *expression, closer byte) bool {
	end := s.i
	s.i++
	if closer == ')' {
		s.join()
		if s.peekByte() != ')' {
			return s.halfClosed()
		}
		s.i++
	}
	s.expression(x, end)
	return s.why == fine
}

// bracket counts one.
func (s *scanner) bracket(x *expression, c, closer byte) bool {
	switch c {
	case '(':
		x.parens++
	case ')':
		if x.parens--; x.parens < 0 && closer == ')' {
			return s.stop(unexpected)
		}
	case '[':
		x.squares++
	case ']':
		x.squares--
	}
	if s.trying > 0 {
		s.pair(x, c)
	}
	return true
}

// pair finds the bracket that another one closes, and notes if no expression
// can have begun there.
func (s *scanner) pair(x *expression, c byte) {
	k := s.knows()
	switch c {
	case '(':
		k.round = append(k.round, s.i)
	case ')':
		if n := len(k.round); n > x.round {
			if s.afterJoin(s.i+1) != ')' {
				s.doubtParens(k.round[n-1])
			}
			k.round = k.round[:n-1]
		}
	case '[':
		k.square = append(k.square, square{s.i, x.parens})
	case ']':
		if n := len(k.square); n > x.square {
			if next := s.byteAt(s.i + 1); k.square[n-1].parens == x.parens && next != '=' && (next != '+' || s.byteAt(s.i+2) != '=') {
				s.doubt(k.square[n-1].at)
			}
			k.square = k.square[:n-1]
		}
	}
}

// doubtParens notes that no expression begins behind the parenthesis at an
// offset, if it is the second of two.
func (s *scanner) doubtParens(at int) {
	first := at - 1
	for s.continued(first - 1) {
		first -= 2
	}
	if s.byteAt(first) == '(' {
		s.doubt(at)
	}
}

// halfClosed stops behind a single closing parenthesis. If nothing follows it
// the other one is missing, whatever the text would be without being an
// expression.
func (s *scanner) halfClosed() bool {
	for {
		s.blanks()
		if s.end() {
			return s.stop(incomplete)
		}
		if s.buf[s.i] != '\n' {
			return s.stop(unexpected)
		}
		s.i++
	}
}

// arithWord scans a quoted part of an expression or an expansion in it.
func (s *scanner) arithWord(x *expression) bool {
	start, filling := s.i, "${x}"
	switch s.buf[s.i] {
	case '\\':
		if !s.continued(s.i) {
			return s.quoting(true)
		}
		s.join()
		filling = ""
	case '\'':
		if x.squares == 0 && x.quotesNothing() || bytes.IndexByte(s.buf[s.i+1:lineEnd(s.buf, s.i)], '\'') < 0 {
			x.single = x.single || x.squares == 0
			s.i++
			return true
		}
		return s.quoting(false)
	case '"':
		if !s.quoting(false) {
			return false
		}
		filling = quotedFilling
	default:
		if !s.quoting(true) {
			return false
		}
		if s.i == start+1 { // a dollar sign, with a name behind it or without
			return true
		}
	}
	x.holes = append(x.holes, hole{start, s.i, filling})
	return true
}

// quotesNothing tells whether a single quote is an ordinary character, as in
// double quotes (XCU 2.6.4), which no expression can have. What is in brackets
// may be a key.
func (x *expression) quotesNothing() bool {
	return x.kind == expansionArith || x.kind == commandArith || x.kind == bracketArith
}

// expression makes one that the parser cannot read or would read otherwise, and
// a subscript that it would read as an expression though it may be a key, a
// quoted word, which is evaluated when it is known what variables it is made of.
func (s *scanner) expression(x *expression, end int) {
	s.doubts = true
	text := s.buf[x.start:end]
	empty := len(bytes.TrimSpace(text)) == 0
	if x.kind == sliceArith && !empty {
		s.zeroParts(x, end)
	}
	switch {
	case len(text) == 0 && x.kind == subscriptArith:
		s.edit(end, 0, `$(("`+noSubscript+`"))`)
	case empty && x.kind != forArith:
		s.edit(end, 0, `""`)
	case x.kind == subscriptArith && x.blank && !empty, x.single && x.quotesNothing():
		s.quoteText(x, x.start, end)
	case !s.strict || empty:
	case s.check.accepts(s, x, x.kind, x.start, end):
	case x.kind == forArith || x.kind == sliceArith:
		s.quoteParts(x, end)
	default:
		s.quoteText(x, x.start, end)
	}
}

// quoteParts quotes those parts of an expression that the parser cannot read.
func (s *scanner) quoteParts(x *expression, end int) {
	start := x.start
	for _, cut := range append(x.cuts, end) {
		part := s.buf[start:cut]
		if len(bytes.TrimSpace(part)) > 0 && !s.check.accepts(s, x, expansionArith, start, cut) {
			s.quoteText(x, start, cut)
		}
		start = cut + 1
	}
}

// holesBetween returns those in a part of the expression.
func (x *expression) holesBetween(start, end int) []hole {
	first := sort.Search(len(x.holes), func(n int) bool { return x.holes[n].from >= start })
	n := sort.Search(len(x.holes), func(n int) bool { return x.holes[n].from >= end })
	return x.holes[first:n]
}

// zeroParts makes the parts of a slice that are empty 0, as bash has them.
func (s *scanner) zeroParts(x *expression, end int) {
	start := x.start
	for _, cut := range append(x.cuts, end) {
		if len(bytes.TrimSpace(s.buf[start:cut])) == 0 {
			s.edit(cut, 0, "0")
		}
		start = cut + 1
	}
}

// quoteText puts text into double quotes, in place of those that are in it.
func (s *scanner) quoteText(x *expression, start, end int) {
	for _, h := range x.holesBetween(start, end) {
		if h.filling == quotedFilling {
			s.edit(h.from, 1, "")
			s.edit(h.to-1, 1, "")
		}
	}
	s.insertBefore(start, `"`)
	s.edit(end, 0, `"`)
}
