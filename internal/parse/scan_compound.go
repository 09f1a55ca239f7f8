package parse

// parenCommand scans ( list ) or (( expression )).
func (s *scanner) parenCommand() bool {
	s.i++
	if s.byteAt(s.i) == ')' {
		return s.refuse("`(` must be followed by a statement list")
	}
	if s.afterJoin(s.i) == '(' {
		s.join()
		if !s.hopeless(s.i) {
			a := s.try()
			s.i++
			if s.arith(commandArith, ')') {
				return s.commit(a)
			}
			if !s.back(a) {
				return false
			}
		}
		s.edit(s.i, 0, " ") // ((cmd) | cmd)
	}
	s.level++
	ok := s.list(byParen)
	s.shallow()
	s.i++
	return ok
}

// group scans { list }.
func (s *scanner) group() bool {
	s.skipWord()
	return s.list(byBrace) && s.keyword("}")
}

// ifClause scans an if. The parser nests each elif into the one before.
func (s *scanner) ifClause() bool {
	levels := 0
	ok := s.branches(&levels)
	s.depth -= levels
	return ok
}

func (s *scanner) branches(levels *int) bool {
	for {
		s.skipWord() // if or elif
		if !s.list(byThen) || !s.keyword("then") || !s.list(byFi) {
			return false
		}
		switch string(s.peek()) {
		case "elif":
			*levels++
			if !s.enter() {
				return false
			}
			continue
		case "else":
			s.skipWord()
			if !s.list(byFi) {
				return false
			}
		}
		if string(s.peek()) == "else" {
			return s.refuse(strayElse)
		}
		return s.keyword("fi")
	}
}

// loop scans while and until.
func (s *scanner) loop() bool {
	s.skipWord()
	return s.list(byDo) && s.body()
}

// body scans do list done.
func (s *scanner) body() bool {
	return s.keyword("do") && s.list(byDone) && s.keyword("done")
}

// anyBody scans do list done, or { list }, which bash takes for it.
func (s *scanner) anyBody() bool {
	if !s.followGap("do", "{") || !s.commandGap() {
		return false
	}
	if string(s.peek()) == "{" {
		return s.group()
	}
	return s.body()
}

func (s *scanner) forClause() bool {
	s.skipWord()
	s.blanks()
	if s.peekByte() == '(' {
		s.i++
		s.join()
		if s.peekByte() != '(' {
			return s.stop(unexpected)
		}
		s.i++
		if !s.arith(forArith, ')') {
			return s.stop(unexpected)
		}
		s.blanks()
		if s.peekByte() == ';' {
			s.i++
		}
		return s.anyBody()
	}
	return s.items() && s.anyBody()
}

func (s *scanner) selectClause() bool {
	s.skipWord()
	if !s.items() || !s.followGap("do", "{") || !s.commandGap() {
		return false
	}
	if string(s.peek()) != "{" {
		return s.body()
	}
	s.edit(s.i, 1, "do ") // the parser has it for for only
	if !s.group() {
		return false
	}
	s.edit(s.i-1, 1, "done")
	return true
}

// items scans name [in word...] and the separator.
func (s *scanner) items() bool {
	s.follow()
	if !s.someWord() {
		return false
	}
	s.follow("in", "do")
	if s.peekByte() == ';' {
		s.i++
		return true
	}
	if !s.gap() {
		return false
	}
	if string(s.peekPlain()) != "in" {
		return true
	}
	s.skipWord()
	for {
		s.follow()
		switch s.peekByte() {
		case ';':
			s.i++
			return true
		case '\n', '#', 0:
			return true
		}
		if !s.someWord() {
			return false
		}
	}
}

func (s *scanner) caseClause() bool {
	s.skipWord()
	s.follow()
	if !s.someWord() || !s.followGap("in") || !s.in() {
		return false
	}
	for {
		if !s.followGap("esac") {
			return false
		}
		if s.end() {
			return s.stop(incomplete)
		}
		if string(s.peekPlain()) == "esac" {
			s.skipWord()
			return true
		}
		if !s.patterns() || !s.list(byEsac) {
			return false
		}
		if s.peekByte() == ';' {
			s.caseEnd()
		}
	}
}

// in scans the word that follows that of case.
func (s *scanner) in() bool {
	if string(s.peekPlain()) == "in" {
		s.skipWord()
		return true
	}
	if s.end() {
		return s.stop(incomplete)
	}
	return s.stop(unexpected)
}

// patterns scans [(] pattern [| pattern]... ).
func (s *scanner) patterns() bool {
	if s.buf[s.i] == '(' {
		s.i++
	}
	for {
		s.follow()
		if !s.globWord() {
			return false
		}
		s.follow()
		switch s.peekByte() {
		case '|':
			s.i++
		case ')':
			s.i++
			return true
		default:
			return s.stop(unexpected)
		}
	}
}

// caseEnd scans ;; or ;& or ;;&.
func (s *scanner) caseEnd() {
	s.i++
	s.join()
	c := s.peekByte()
	s.i++
	if c == ';' {
		if s.afterJoin(s.i) == '&' {
			s.join()
			s.i++
		}
	}
}
