package source

// function scans function name [()] command.
func (s *scanner) function() bool {
	s.skipWord()
	s.follow()
	if !s.someWord() {
		return false
	}
	end := s.i
	s.blanks()
	if w := s.peekPlain(); compound(w) && string(w) != "{" {
		s.edit(end, 0, "()") // or it would be another name to the parser
	}
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
	return s.commandGap() && s.command()
}

// timed scans time [-p] [pipeline]. An exclamation mark before the pipeline
// comes to stand before time, where the parser wants it.
func (s *scanner) timed() bool {
	start := s.i
	s.skipWord()
	s.blanks()
	if string(s.peekPlain()) == "-p" {
		s.skipWord()
		s.blanks()
	}
	negated := false
	for string(s.peekPlain()) == "!" {
		s.edit(s.i, 1, "")
		s.i++
		s.blanks()
		negated = !negated
	}
	switch {
	case negated && s.bang >= 0:
		s.edit(s.bang, 1, "")
	case negated:
		s.insertBefore(start, "! ")
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
