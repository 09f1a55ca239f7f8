package source

// parenCommand scans ( list ) or (( expression )).
func (s *scanner) parenCommand() bool {
	open := s.i
	s.i++
	if s.afterJoin(s.i) == '(' {
		s.join()
		a := s.try()
		s.i++
		if s.arith(commandArith, ')') {
			return true
		}
		if !s.back(a) {
			return false
		}
		if s.i == open+1 {
			s.edit(s.i, 0, " ") // ((cmd) | cmd)
		}
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
			return s.stop(strayElse)
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
	if !s.gap() {
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
	return s.items() && s.gap() && s.body()
}

// items scans name [in word...] and the separator.
func (s *scanner) items() bool {
	s.blanks()
	if !s.someWord() {
		return false
	}
	s.blanks()
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
		s.blanks()
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
	s.blanks()
	if !s.someWord() || !s.gap() || !s.in() {
		return false
	}
	for {
		if !s.gap() {
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
		s.blanks()
		if !s.someWord() {
			return false
		}
		s.blanks()
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

// function scans function name [()] command.
func (s *scanner) function() bool {
	s.skipWord()
	s.blanks()
	if !s.someWord() {
		return false
	}
	s.blanks()
	if s.peekByte() == '(' {
		open := s.i
		s.i++
		s.blanks()
		if s.peekByte() == ')' {
			s.i++
		} else {
			s.i = open
			s.edit(open, 0, "() ") // a subshell for its body
		}
	}
	return s.gap() && s.command()
}

// timed scans time [-p] [pipeline].
func (s *scanner) timed() bool {
	s.skipWord()
	s.blanks()
	if string(s.peekPlain()) == "-p" {
		s.skipWord()
		s.blanks()
	}
	switch s.peekByte() {
	case '\n', ';', '&', '|', ')', '#', 0:
		return true
	}
	return s.command()
}

// coproc scans coproc [NAME] command.
func (s *scanner) coproc() bool {
	s.skipWord()
	s.blanks()
	if s.end() {
		return s.stop(incomplete)
	}
	name := s.i
	if !compound(s.peek()) && s.buf[s.i] != '(' {
		s.skipWord()
		s.blanks()
		if s.end() || !compound(s.peek()) && s.buf[s.i] != '(' {
			s.i = name
		}
	}
	return s.command()
}

// compound tells whether a reserved word begins a compound command.
func compound(w []byte) bool {
	switch string(w) {
	case "{", "if", "while", "until", "for", "select", "case", "[[", "function", "coproc":
		return true
	}
	return false
}

// condition scans [[ ... ]]. The parser nests what stands to the right of &&,
// || and !.
func (s *scanner) condition() bool {
	s.skipWord()
	parens, ops := 0, 0
	for {
		if !s.gap() || !s.reach(parens+ops) {
			return false
		}
		if s.end() {
			return s.stop(incomplete)
		}
		switch c := s.buf[s.i]; c {
		case '(':
			parens++
			s.i++
			continue
		case ')':
			parens--
			s.i++
			continue
		case '&', '|':
			s.i++
			s.join()
			if s.peekByte() != c {
				return s.stop(unexpected)
			}
			s.i++
			ops++
			continue
		case '<', '>':
			if s.byteAt(s.i+1) != '(' {
				s.i++
				continue
			}
		}
		w := s.peekPlain()
		switch string(w) {
		case "]]":
			s.skipWord()
			return true
		case "!":
			ops++
		case "=~":
			s.skipWord()
			s.blanks()
			if !s.regexp() {
				return false
			}
			continue
		}
		if !s.someWord() {
			return false
		}
	}
}

// regexp scans the operand of =~, in which parentheses and bars are ordinary.
func (s *scanner) regexp() bool {
	parens := 0
	for !s.end() {
		switch c := s.buf[s.i]; c {
		case ' ', '\t', '\n', ';', '&', '<', '>':
			if parens <= 0 {
				return true
			}
			s.i++
		case '(':
			parens++
			s.i++
		case ')':
			if parens--; parens < 0 {
				return true
			}
			s.i++
		case '|':
			s.i++
		default:
			if !special(c) {
				s.i++
			} else if !s.quoting(false) {
				return false
			}
		}
	}
	return s.stop(incomplete)
}
