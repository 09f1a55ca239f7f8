package parse

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

// coproc scans coproc [NAME] command. The parser gets it as "coproc NAME { command
// }" with a name in any case, since it would take arguments for that, and
// assignments for arguments; and as a command of its own where a pipeline goes on.
func (s *scanner) coproc() bool {
	start := s.i
	s.skipWord()
	s.blanks()
	if s.end() {
		return s.stop(incomplete)
	}
	if !s.coprocCommand() {
		return false
	}
	end := s.i
	s.blanks()
	if s.peekByte() == '|' && s.byteAt(s.i+1) != '|' {
		s.insertBefore(start, "{ ")
		s.edit(end, 0, ";}")
	}
	return true
}

// coprocCommand scans [NAME] command.
func (s *scanner) coprocCommand() bool {
	start, mark := s.i, len(s.edits)
	if s.compoundHere() {
		s.edit(start, 0, "COPROC ")
		return s.command()
	}
	if s.someWord() {
		s.blanks()
		if !s.end() && s.compoundHere() {
			return s.command()
		}
		if w := s.peek(); string(w) == "coproc" || string(w) == "function" {
			return s.refuse(noCoproc)
		}
	}
	if s.why != fine && s.why != unexpected {
		return false
	}
	s.i, s.why, s.edits = start, fine, s.edits[:mark]
	switch w := s.peek(); {
	case string(w) == "time":
		s.edit(start, 0, "COPROC { \\") // it is no reserved word here
	case reserved(w) || s.ending():
		return s.refuse(noCoproc)
	default:
		s.edit(start, 0, "COPROC { ")
	}
	if !s.simple() {
		return false
	}
	s.edit(s.i, 0, ";}")
	return true
}

// compoundHere tells whether a compound command begins here that a coprocess may be.
func (s *scanner) compoundHere() bool {
	w := s.peek()
	return s.buf[s.i] == '(' || compound(w) && string(w) != "function" && string(w) != "coproc"
}

// compound tells whether a reserved word begins a compound command.
func compound(w []byte) bool {
	switch string(w) {
	case "{", "if", "while", "until", "for", "select", "case", "[[", "function", "coproc":
		return true
	}
	return false
}
