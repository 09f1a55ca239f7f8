package parse

import "bytes"

// special tells whether c ends a word or means something inside it.
func special(c byte) bool {
	const low uint64 = 1<<'\t' | 1<<'\n' | 1<<' ' | 1<<'"' | 1<<'$' | 1<<'&' | 1<<'\'' |
		1<<'(' | 1<<')' | 1<<';' | 1<<'<' | 1<<'>'
	const high uint64 = 1<<('\\'-64) | 1<<('`'-64) | 1<<('|'-64)
	switch c >> 6 {
	case 0:
		return low>>c&1 != 0
	case 1:
		return high>>(c-64)&1 != 0
	}
	return false
}

// peekPlain returns the word that stands here if no part of it is quoted or
// expanded.
func (s *scanner) peekPlain() []byte {
	i := s.i
	for i < len(s.buf) && !special(s.buf[i]) {
		i++
	}
	if i == len(s.buf) {
		return s.buf[s.i:i]
	}
	switch s.buf[i] {
	case '"', '$', '\'', '`':
		return nil
	case '\\':
		if s.continued(i) {
			return s.joined()
		}
		return nil
	}
	return s.buf[s.i:i]
}

// joined is peekPlain for a word with backslash-newlines in it.
func (s *scanner) joined() []byte {
	var w []byte
	for i := s.i; ; i++ {
		switch c := s.byteAt(i); {
		case s.continued(i):
			i = s.nextLine(i) - 1
		case i >= len(s.buf):
			return w
		case c == '"', c == '$', c == '\'', c == '`', c == '\\':
			return nil
		case special(c):
			return w
		default:
			w = append(w, c)
		}
	}
}

// someWord scans a word that must be there.
func (s *scanner) someWord() bool {
	start := s.i
	if !s.word() {
		return false
	}
	if s.i == start {
		if s.end() {
			return s.stop(incomplete)
		}
		return s.stop(unexpected)
	}
	return true
}

// globWord is someWord where no function can be defined, so that an operator
// of a pattern and () are a group. To the parser they are not: it gets an empty
// string in the parentheses.
func (s *scanner) globWord() bool {
	s.emptyGroups = true
	return s.someWord()
}

// word scans a word, or what is left of it.
func (s *scanner) word() bool {
	start := s.i
	emptyGroups, inArray := s.emptyGroups, s.inArray
	s.emptyGroups, s.inArray = false, false // not in commands inside the word
	for !s.end() {
		c := s.buf[s.i]
		if !special(c) {
			s.i++
			continue
		}
		switch c {
		case '<', '>':
			if s.byteAt(s.i+1) != '(' {
				if s.i-start > 9 {
					s.separate(start)
				}
				return true
			}
			s.i += 2
			if !s.subst() {
				return false
			}
		case '(':
			if s.i == start || !isByte(s.buf[s.i-1], "?*+@!") {
				return true // of a function, perhaps
			}
			if s.byteAt(s.i+1) == ')' {
				if !emptyGroups {
					return true
				}
				s.edit(s.i+1, 0, `""`)
			}
			if !s.extGlob() {
				return false
			}
		case '\\', '\'', '"', '$', '`':
			if !s.wordPart() {
				return false
			}
		default:
			return true
		}
		switch c := s.byteAt(s.i); {
		case c == '#':
			s.edit(s.i, 0, `\`) // it begins no comment inside a word, but for the parser in places
		case inArray && (c == '=' || c == '['):
			s.disguise(s.i)
		}
	}
	return true
}

// wordPart scans a quoted part of a word or an expansion.
func (s *scanner) wordPart() bool {
	dollar := s.i
	if !s.quoting(false) {
		return false
	}
	if s.buf[dollar] == '$' && s.i == dollar+1 {
		s.i = s.shortParam()
	}
	return true
}

// separate takes digits that were scanned as a word apart from the redirection
// that follows them, if they are no number of a descriptor.
func (s *scanner) separate(start int) {
	if w := s.buf[start:s.i]; number(w) && noDescriptor(w) {
		s.edit(s.i, 0, " ")
	}
}

// extGlob scans the parentheses of an extended pattern. To the parser all up
// to the closing one is literal text, and parentheses count also where they are
// quoted.
func (s *scanner) extGlob() bool {
	open := s.i
	for n := 0; !s.end(); s.i++ {
		switch s.buf[s.i] {
		case '\\', '\'', '"':
			start := s.i
			if !s.quoting(false) {
				return false
			}
			s.hideParens(start)
			s.i--
		case '(':
			if !s.skipParens() {
				n++
			}
		case ')':
			n--
		case '\n':
			if n == 1 {
				return s.stop(unexpected)
			}
		}
		if n == 0 {
			s.i++
			s.rememberParens(open)
			return true
		}
	}
	return s.stop(incomplete)
}

// hideParens writes the parentheses of a quoted string without expansions, which
// stands between start and here, as escapes.
func (s *scanner) hideParens(start int) {
	text := s.buf[start:s.i]
	quote := string(text[:1])
	if quote == `"` && bytes.ContainsAny(text, "$`") {
		return
	}
	for i, c := range text {
		escape := `$'\50'`
		switch {
		case c == ')':
			escape = `$'\51'`
		case c != '(':
			continue
		}
		if quote == `\` {
			s.edit(start, len(text), escape)
		} else {
			s.edit(start+i, 1, quote+escape+quote)
		}
	}
}

// quoting scans a quoted part of a word or an expansion; dq tells that it is
// in double quotes, where a single quote is none.
func (s *scanner) quoting(dq bool) bool {
	switch s.buf[s.i] {
	case '\\':
		s.i += 2
		if s.i > len(s.buf) {
			s.i = len(s.buf)
		}
		return true
	case '\'':
		if dq {
			s.i++
			return true
		}
		start := s.i
		s.i++
		ok := s.singleQuoted()
		s.mark(QuotedKind, start)
		return ok
	case '"':
		start := s.i
		s.i++
		ok := s.doubleQuoted()
		s.mark(QuotedKind, start)
		return ok
	case '$':
		start := s.i
		ok := s.dollarUnit(dq)
		s.markDollar(start)
		return ok
	case '`':
		start := s.i
		ok := s.unit(dq)
		s.mark(ExpansionKind, start)
		return ok
	}
	s.i++
	return true
}

// dollarUnit scans what begins with a dollar sign, once.
func (s *scanner) dollarUnit(dq bool) bool {
	if s.trying == 0 && s.known == nil {
		return s.dollar(dq)
	}
	switch s.byteAt(s.i + 1) {
	case '(', '{', '[', '\\':
		return s.unit(dq)
	}
	return s.dollar(dq)
}

// singleQuoted scans the text and the closing quote of '...'.
func (s *scanner) singleQuoted() bool {
	for !s.end() {
		if n := bytes.IndexByte(s.buf[s.i:], '\''); n >= 0 {
			s.i += n + 1
			return true
		}
		s.i = len(s.buf)
	}
	return s.stop(incomplete)
}

// ansiQuoted scans the text and the closing quote of $'...'.
func (s *scanner) ansiQuoted() bool {
	for !s.end() {
		switch s.buf[s.i] {
		case '\'':
			s.i++
			return true
		case '\\':
			s.i++
		}
		s.i++
	}
	return s.stop(incomplete)
}

// doubleQuoted scans the text and the closing quote of "...".
func (s *scanner) doubleQuoted() bool {
	for !s.end() {
		switch s.buf[s.i] {
		case '"':
			s.i++
			return true
		case '\\', '$', '`':
			if !s.quoting(true) {
				return false
			}
		default:
			s.i++
		}
	}
	return s.stop(incomplete)
}
