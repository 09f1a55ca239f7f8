package parse

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
		if !s.globWord() {
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
	if parens > 0 {
		return s.refuse("a `(` in the operand of `=~` has no `)`") // the parser takes it for a word
	}
	return s.stop(incomplete)
}
