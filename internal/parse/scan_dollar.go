package parse

// dollar scans what begins with a dollar sign, which may be just that.
func (s *scanner) dollar(dq bool) bool {
	dollar, mark := s.i, len(s.edits)
	s.i++
	s.join()
	switch s.byteAt(s.i) {
	case '$': // the parameter, which a parenthesis or a brace may follow
		s.i++
	case '{':
		s.i++
		s.join()
		return s.enter() && s.param(dollar, mark, dq) && s.left()
	case '(':
		s.i++
		s.join()
		if s.byteAt(s.i) == '(' {
			return s.doubleParen()
		}
		return s.subst()
	case '[':
		s.i++
		return s.enter() && s.arith(bracketArith, ']') && s.left()
	case '\'':
		if !dq {
			s.i++
			return s.ansiQuoted()
		}
	case '"':
		if !dq {
			s.i++
			return s.doubleQuoted()
		}
	case '`':
		s.edit(dollar, 0, `\`) // what becomes of the backquotes may begin with another one
	}
	return true
}

// left is leave at the end of a chain of conditions.
func (s *scanner) left() bool {
	s.leave()
	return true
}

// doubleParen scans $(( expression )), or a command substitution that begins
// with a subshell.
func (s *scanner) doubleParen() bool {
	paren := s.i
	if !s.hopeless(paren) {
		a := s.try()
		s.i++
		if s.enter() && s.arith(expansionArith, ')') {
			s.leave()
			return s.commit(a)
		}
		if s.why == incomplete {
			return false // an expression that is not closed is nothing else (XCU 2.6.3)
		}
		if !s.back(a) {
			return false
		}
		s.doubt(paren)
	}
	s.edit(paren, 0, " ")
	return s.subst()
}

// subst scans the commands of $(...) or <(...).
func (s *scanner) subst() bool {
	if !s.enter() {
		return false
	}
	base := s.base
	s.base = len(s.hdocs)
	s.level++
	s.substs++
	ok := s.list(byParen)
	s.substs--
	s.shallow()
	s.base = base
	s.i++
	s.leave()
	return ok
}
