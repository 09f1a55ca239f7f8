package source

// badSubstitution is an expansion that fails when it is run: there is no such
// parameter.
const badSubstitution = "99999999999999999999"

// param scans what follows ${ and the closing brace.
func (s *scanner) param(dq bool) bool {
	switch s.peekByte() {
	case ' ', '\t', '\n', '|': // a command substitution, to the parser
		if s.buf[s.i] == '|' {
			s.i++
		}
		return s.list(byBrace) && s.keyword("}")
	}
	start := s.i
	if s.parameter() {
		return s.operator(start, dq)
	}
	return s.why == fine && s.bad(start)
}

// parameter scans the prefix, the name and the subscript.
func (s *scanner) parameter() bool {
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

func isByte(c byte, set string) bool {
	for i := 0; i < len(set); i++ {
		if set[i] == c {
			return true
		}
	}
	return false
}

// operator scans what follows the parameter. What is no operator makes the
// whole, which began at start, an expansion that fails when it is run.
func (s *scanner) operator(start int, dq bool) bool {
	switch c := s.peekByte(); c {
	case '}':
		s.i++
		return true
	case ':':
		s.i++
		s.join()
		if !isByte(s.peekByte(), "-=?+") {
			return s.slice(start)
		}
		s.i++
		return s.operand(dq)
	case '-', '=', '?', '+':
		s.i++
		return s.operand(dq)
	case '#', '%', '/', '^', ',':
		s.i++
		s.join()
		if c != '/' && s.peekByte() == c {
			s.i++
		}
		return s.operand(false)
	case '*':
		if s.byteAt(s.i+1) == '}' && s.buf[start] == '!' {
			s.i += 2
			return true
		}
	case '@':
		next := s.byteAt(s.i + 1)
		if next == '}' && s.buf[start] == '!' {
			s.i += 2
			return true
		}
		if isByte(next, "QEPAKaukUL") && s.byteAt(s.i+2) == '}' {
			s.i += 3
			return true
		}
	case 0:
		return s.stop(incomplete)
	}
	return s.bad(start)
}

// operand scans a word up to the closing brace. In one that is quoted as a
// whole a single quote is an ordinary character, but not to the parser.
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
func (s *scanner) slice(start int) bool {
	if s.peekByte() == '}' {
		return s.bad(start)
	}
	return s.arith(sliceArith, '}')
}

// bad scans the rest of an expansion that is none.
func (s *scanner) bad(start int) bool {
	if !s.operand(false) {
		return false
	}
	s.dropEdits(start)
	s.edit(start, s.i-1-start, badSubstitution)
	return true
}
