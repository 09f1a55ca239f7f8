package parse

// param scans what follows ${, and the closing brace; dollar is the offset of
// the dollar sign, mark where the edits begin.
func (s *scanner) param(dollar, mark int, dq bool) bool {
	switch s.peekByte() {
	case ' ', '\t', '\n', '|': // a command substitution, to the parser
		if s.buf[s.i] == '|' {
			s.i++
		}
		return s.list(byBrace) && s.keyword("}")
	}
	x := expansion{dollar, s.i, mark}
	if s.parameter() {
		return s.operator(x, dq)
	}
	return s.why == fine && s.bad(x)
}

// expansion is where a ${...} begins, what is in the braces, and where its edits
// begin.
type expansion struct{ dollar, start, mark int }

// lastJob and paramCount are how the parser is given the parameters ! in
// ${!-word} and # in ${##word}, and the like: it takes them for an indirection
// and a length. No script has such numbers.
const (
	lastJob    = "0000000033"
	paramCount = "0000000035"
)

// parameter scans the prefix, the name and the subscript.
func (s *scanner) parameter() bool {
	if s.lastJobOperator() {
		s.edit(s.i, 1, lastJob)
		s.i++
		return true
	}
	if s.peekByte() == '#' && s.byteAt(s.i+1) == '#' && s.byteAt(s.i+2) != '}' {
		s.edit(s.i, 1, paramCount)
		s.i++
		return true
	}
	if c := s.peekByte(); c == '!' || c == '#' {
		next := s.byteAt(s.i + 1)
		if nameByte(next) || next == '@' || next == '*' || s.continued(s.i+1) ||
			isByte(next, "#?!$-") && (s.byteAt(s.i+2) == '}' || c == '!' && next == '#') {
			s.i++
			s.join()
		}
	}
	switch c := s.peekByte(); {
	case c >= '0' && c <= '9':
		for c := c; c >= '0' && c <= '9'; c = s.byteAt(s.i) {
			s.i++
		}
	case isByte(c, "@*#?-$!"):
		s.i++
	default:
		end := s.nameEnd(s.i)
		if end == s.i {
			return false
		}
		s.i = end
		s.end()
	}
	s.join()
	if s.peekByte() != '[' {
		return true
	}
	s.i++
	return s.enter() && s.arith(subscriptArith, ']') && s.left()
}

// lastJobOperator tells whether the parameter is ! and an operator of XCU 2.6.2
// with a word follows.
func (s *scanner) lastJobOperator() bool {
	if s.peekByte() != '!' {
		return false
	}
	next := s.byteAt(s.i + 1)
	if next == ':' {
		return isByte(s.byteAt(s.i+2), "-=?+")
	}
	return next == '-' || isByte(next, "=?+#") && s.byteAt(s.i+2) != '}'
}

func isByte(c byte, set string) bool {
	for i := 0; i < len(set); i++ {
		if set[i] == c {
			return true
		}
	}
	return false
}

// operator scans what follows the parameter. What is no operator makes the
// whole, x, an expansion that fails when it is run.
func (s *scanner) operator(x expansion, dq bool) bool {
	c := s.peekByte()
	if c != '}' && c != 0 && s.buf[x.start] == '#' && s.i > x.start+1 {
		return s.bad(x) // ${#name} has no operator
	}
	switch c {
	case '}':
		s.i++
		return true
	case ':':
		s.i++
		s.join()
		if !isByte(s.peekByte(), "-=?+") {
			return s.slice(x)
		}
		s.i++
		return s.operand(dq)
	case '-', '=', '?', '+':
		s.i++
		return s.operand(dq)
	case '#', '%', '^', ',':
		s.i++
		s.join()
		if s.peekByte() == c {
			s.i++
		}
		return s.operand(false)
	case '~':
		s.edit(s.i, 1, "^")
		s.i++
		if s.join(); s.peekByte() == '~' {
			s.edit(s.i, 1, "^")
			s.i++
		}
		s.edit(s.i, 0, toggledMark)
		return s.operand(false)
	case '/':
		s.i++
		s.join()
		return s.replacement()
	case '*':
		if s.byteAt(s.i+1) == '}' && s.buf[x.start] == '!' {
			s.i += 2
			return true
		}
	case '@':
		next := s.byteAt(s.i + 1)
		if next == '}' && s.buf[x.start] == '!' {
			s.i += 2
			return true
		}
		if isByte(next, "QEPAKaukUL") && s.byteAt(s.i+2) == '}' {
			s.i += 3
			return true
		}
		return s.noTransform()
	case 0:
		return s.stop(incomplete)
	}
	return s.bad(x)
}

// noTransform scans what follows ${name where that is an @ and no letter that bash
// knows. It is an error when it is run, unless the parameter is not set.
func (s *scanner) noTransform() bool {
	at, mark := s.i, len(s.edits)
	if !s.operand(false) {
		return false
	}
	s.replaceFrom(at, mark, `+$(("bad substitution"))}`)
	return true
}

// replacement scans what follows ${name/. After another slash one more begins
// the pattern; to the parser it would end it.
func (s *scanner) replacement() bool {
	if s.peekByte() == '/' {
		s.i++
		s.join()
		if s.peekByte() == '/' {
			s.edit(s.i, 0, `\`)
			s.i++
		}
	}
	return s.operand(false)
}

// operand scans a word up to the closing brace. In one that is quoted as a
// whole a single quote is an ordinary character, and so is a dollar sign before
// it (XCU 2.2.3), but not to the parser.
func (s *scanner) operand(dq bool) bool {
	for !s.end() {
		switch c := s.buf[s.i]; c {
		case '}':
			s.i++
			return true
		case '\'':
			if dq {
				s.edit(s.i, 1, `"'"`)
			}
			if !s.quoting(dq) {
				return false
			}
		case '\\', '"', '$', '`':
			if dq && c == '$' && s.byteAt(s.i+1) == '\'' {
				s.edit(s.i, 0, `\`)
			}
			if !s.quoting(dq) {
				return false
			}
		default:
			s.i++
		}
	}
	return s.stop(incomplete)
}

// slice scans the expressions of ${name:offset:length}.
func (s *scanner) slice(x expansion) bool {
	if s.peekByte() == '}' {
		return s.bad(x)
	}
	return s.arith(sliceArith, '}')
}

// bad scans the rest of an expansion that is none. It is an error when it is
// run, as an expression that says so is.
func (s *scanner) bad(x expansion) bool {
	if !s.operand(false) {
		return false
	}
	text := s.buf[x.start : s.i-1]
	for _, c := range text {
		if !nameByte(c) && c != '.' && c != ' ' {
			text = nil
			break
		}
	}
	s.replaceFrom(x.dollar, x.mark, `$(("`+string(text)+` bad substitution"))`)
	return true
}
