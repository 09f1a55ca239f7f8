package source

import "bytes"

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
	quotes []int // offsets of the double quotes
	cuts   []int // of the semicolons or colons that separate its parts
	blank  bool  // there are blanks inside
}

// arith scans an expression and what closes it: closer, twice if that is a
// parenthesis. It fails if a single parenthesis does, or nothing.
func (s *scanner) arith(kind arithKind, closer byte) bool {
	x := expression{kind: kind, start: s.i}
	parens, brackets, nested := 0, 0, 0
	last := byte('(') // before c, but for blanks
	for !s.end() {
		c := s.buf[s.i]
		if !s.reach(parens + brackets + nested) {
			return false
		}
		if c == closer && parens == 0 && (brackets == 0 || closer != ']') {
			end := s.i
			s.i++
			if closer == ')' {
				s.join()
				if s.peekByte() != ')' {
					return s.halfClosed()
				}
				s.i++
			}
			s.expression(&x, end)
			return s.why == fine
		}
		switch c {
		case '(':
			parens++
		case ')':
			parens--
			if parens < 0 && closer == ')' {
				return s.stop(unexpected)
			}
		case '[':
			brackets++
		case ']':
			brackets--
		case ';', ':':
			if parens == 0 {
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
			if !s.arithWord(&x) {
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
	start := s.i
	switch s.buf[s.i] {
	case '\\':
		if s.continued(s.i) {
			s.join()
			return true
		}
	case '\'':
		if bytes.IndexByte(s.buf[s.i+1:lineEnd(s.buf, s.i)], '\'') < 0 {
			s.i++
			return true
		}
		return s.quoting(false)
	case '"':
		if !s.quoting(false) {
			return false
		}
		x.quotes = append(x.quotes, start, s.i-1)
		return true
	}
	return s.quoting(true)
}

// expression makes one that the parser cannot read, and a subscript that it
// would read as an expression though it may be a key, a quoted word, which is
// evaluated when it is known what variables it is made of.
func (s *scanner) expression(x *expression, end int) {
	s.doubts = true
	text := s.buf[x.start:end]
	empty := len(bytes.TrimSpace(text)) == 0
	if x.kind == sliceArith && !empty {
		s.zeroParts(x, end)
	}
	switch {
	case len(text) == 0 && x.kind == subscriptArith:
		s.edit(end, 0, `$(("bad array subscript"))`)
	case empty && x.kind != forArith:
		s.edit(end, 0, `""`)
	case x.kind == subscriptArith && x.blank && !empty:
		s.quoteText(x, x.start, end)
	case s.strict == nil || empty:
	case s.strict.accepts(s, x.kind, x.start, end):
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
		if len(bytes.TrimSpace(part)) > 0 && !s.strict.accepts(s, expansionArith, start, cut) {
			s.quoteText(x, start, cut)
		}
		start = cut + 1
	}
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
	for _, q := range x.quotes {
		if start <= q && q < end {
			s.edit(q, 1, "")
		}
	}
	s.edit(start, 0, `"`)
	s.edit(end, 0, `"`)
}
