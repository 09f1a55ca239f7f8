package parse

// ending says what ends a list of commands inside a construct.
type ending uint8

const (
	byParen ending = iota // )
	byBrace               // }
	byThen
	byDo
	byDone
	byFi   // or else or elif
	byEsac // or ;; and the like
)

// ends tells whether the reserved word w ends the list.
func (e ending) ends(w []byte) bool {
	switch string(w) {
	case "}":
		return e == byBrace
	case "then":
		return e == byThen
	case "do":
		return e == byDo
	case "done":
		return e == byDone
	case "fi", "else", "elif":
		return e == byFi
	case "esac":
		return e == byEsac
	}
	return false
}

// list scans commands up to what ends them, which stays to be scanned.
func (s *scanner) list(e ending) bool {
	for {
		if !s.commandGap() {
			return false
		}
		if s.end() {
			return s.stop(incomplete)
		}
		switch s.buf[s.i] {
		case ')':
			return e == byParen || s.stop(unexpected)
		case ';':
			if c := s.afterJoin(s.i + 1); e == byEsac && (c == ';' || c == '&') {
				return true
			}
			return s.stop(unexpected)
		}
		if e != byParen && e.ends(s.peek()) {
			return true
		}
		if !s.andOr() {
			return false
		}
		if !s.listSeparator(e) {
			return false
		}
	}
}

// listSeparator scans what stands behind a command of a list. It may be
// nothing, before what ends the list.
func (s *scanner) listSeparator(e ending) bool {
	s.blanks()
	switch s.peekByte() {
	case ';':
		if c := s.afterJoin(s.i + 1); c == ';' || c == '&' {
			return e == byEsac || s.stop(unexpected)
		}
		s.i++
	case '&':
		s.i++
	case '\n', '#', 0, ')':
	default:
		if e == byParen || !e.ends(s.peek()) {
			return s.stop(unexpected)
		}
	}
	return true
}

// afterJoin returns the byte at i, or behind the backslash-newlines there.
func (s *scanner) afterJoin(i int) byte {
	for s.continued(i) {
		i = s.nextLine(i)
	}
	return s.byteAt(i)
}

// andOr scans pipelines joined by && and ||. The parser nests them to the
// left: everything before an operator is one level further down.
func (s *scanner) andOr() bool {
	outer := s.high
	s.high = s.depth
	height := 0
	for {
		if !s.pipeline() {
			return false
		}
		height = max(height, s.high-s.depth)
		s.high = s.depth
		s.blanks()
		c := s.peekByte()
		if (c != '&' && c != '|') || s.afterJoin(s.i+1) != c {
			break
		}
		s.i++
		s.join()
		s.i++
		height++
		if !s.commandGap() || !s.reach(height) {
			return false
		}
	}
	s.high = max(outer, s.depth+height)
	return true
}

// pipeline scans [!] command | command ...
func (s *scanner) pipeline() bool {
	if !s.bangs() {
		return false
	}
	for n := 0; ; n++ {
		if !s.command() {
			return false
		}
		s.bang = -1
		s.blanks()
		if s.peekByte() != '|' || s.afterJoin(s.i+1) == '|' {
			return s.reach(n)
		}
		s.i++
		s.join()
		if s.peekByte() == '&' {
			s.i++
		}
		if !s.commandGap() {
			return false
		}
	}
}

// bangs scans the exclamation marks before a pipeline. Two of them undo each
// other, as bash has it.
func (s *scanner) bangs() bool {
	s.bang = -1
	for {
		s.blanks()
		if s.end() || s.buf[s.i] != '!' {
			return true
		}
		if w := s.peek(); string(w) != "!" {
			return true
		}
		if s.bang >= 0 {
			s.edit(s.bang, 1, "")
			s.edit(s.i, 1, "")
			s.bang = -1
		} else {
			s.bang = s.i
			if s.byteAt(s.i+1) == '(' {
				s.edit(s.i+1, 0, " ") // or it would begin a pattern
			}
		}
		s.i++
		if s.alone() {
			s.edit(s.i, 0, " :") // a command that succeeds, to the parser
		}
	}
}

// alone tells whether there is no command behind an exclamation mark: that ends the
// command.
func (s *scanner) alone() bool {
	i := s.i
	for i < len(s.buf) && (s.buf[i] == ' ' || s.buf[i] == '\t') {
		i++
	}
	return i == len(s.buf) && !s.grow() || isByte(s.byteAt(i), "\n;") && s.byteAt(i+1) != ';'
}

// command scans one command.
func (s *scanner) command() bool {
	s.blanks()
	if s.end() {
		return s.stop(incomplete)
	}
	if !s.enter() {
		return false
	}
	ok := s.anyCommand()
	s.leave()
	return ok
}

func (s *scanner) anyCommand() bool {
	w := s.peek()
	if s.end() {
		return s.stop(incomplete)
	}
	if s.buf[s.i] == '(' {
		return s.parenCommand() && s.redirects()
	}
	switch string(w) {
	case "{":
		return s.group() && s.redirects()
	case "if":
		return s.ifClause() && s.redirects()
	case "while", "until":
		return s.loop() && s.redirects()
	case "for":
		return s.forClause() && s.redirects()
	case "select":
		return s.selectClause() && s.redirects()
	case "case":
		return s.caseClause() && s.redirects()
	case "[[":
		return s.condition() && s.redirects()
	case "function":
		return s.function()
	case "time":
		return s.timed()
	case "coproc":
		return s.coproc()
	case "else":
		return s.refuse(strayElse)
	case "in":
		return s.refuse(strayIn)
	case "then", "elif", "fi", "do", "done", "esac", "}", "!":
		return s.stop(unexpected)
	}
	return s.simple()
}

// keyword scans the reserved word that must stand here.
func (s *scanner) keyword(want string) bool {
	w := s.peek()
	if string(w) != want {
		if s.end() {
			return s.stop(incomplete)
		}
		return s.stop(unexpected)
	}
	s.skipWord()
	return true
}

// skipWord scans the word that peek has found.
func (s *scanner) skipWord() {
	start := s.i
	s.i = s.wordEnd(start)
	if s.parts != nil && reserved(s.buf[start:s.i]) {
		s.mark(KeywordKind, start)
	}
}

// wordEnd is where the plain word at i ends.
func (s *scanner) wordEnd(i int) int {
	for {
		if i < len(s.buf) && !special(s.buf[i]) {
			i++
		} else if s.continued(i) {
			i = s.nextLine(i)
		} else {
			return i
		}
	}
}

// nextLine returns the offset behind the backslash and newline at i.
func (s *scanner) nextLine(i int) int {
	if i+2 == len(s.buf) {
		s.grow()
	}
	return i + 2
}
