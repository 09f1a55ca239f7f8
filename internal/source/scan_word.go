package source

import "bytes"

// special tells whether c ends a word or means something inside it.
func special(c byte) bool {
	const low = 1<<'\t' | 1<<'\n' | 1<<' ' | 1<<'"' | 1<<'$' | 1<<'&' | 1<<'\'' |
		1<<'(' | 1<<')' | 1<<';' | 1<<'<' | 1<<'>'
	const high = 1<<('\\'-64) | 1<<('`'-64) | 1<<('|'-64)
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
			i++
			if i+1 == len(s.buf) {
				s.grow()
			}
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

// word scans a word, or what is left of it.
func (s *scanner) word() bool {
	start := s.i
	for !s.end() {
		c := s.buf[s.i]
		if !special(c) {
			s.i++
			continue
		}
		switch c {
		case '<', '>':
			if s.byteAt(s.i+1) != '(' {
				return true
			}
			s.i += 2
			if !s.subst() {
				return false
			}
		case '(':
			if s.i == start || bytes.IndexByte([]byte("?*+@!"), s.buf[s.i-1]) < 0 {
				return true
			}
			if !s.extGlob() {
				return false
			}
		case '\\', '\'', '"', '$', '`':
			if !s.quoting(false) {
				return false
			}
		default:
			return true
		}
	}
	return true
}

// extGlob scans the parentheses of an extended pattern. To the parser all up
// to the closing one is literal text.
func (s *scanner) extGlob() bool {
	for n := 0; !s.end(); s.i++ {
		switch s.buf[s.i] {
		case '(':
			n++
		case ')':
			if n--; n == 0 {
				s.i++
				return true
			}
		case '\n':
			if n == 1 {
				return s.stop(unexpected)
			}
		}
	}
	return s.stop(incomplete)
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
		s.i++
		return s.singleQuoted()
	case '"':
		s.i++
		return s.doubleQuoted()
	case '$':
		return s.dollar(dq)
	case '`':
		return s.backquoted(dq)
	}
	s.i++
	return true
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

// dollar scans what begins with a dollar sign, which may be just that.
func (s *scanner) dollar(dq bool) bool {
	dollar := s.i
	s.i++
	s.join()
	switch s.byteAt(s.i) {
	case '{':
		s.i++
		s.join()
		return s.enter() && s.param(dollar, dq) && s.left()
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
	a := s.try()
	s.i++
	if s.enter() && s.arith(expansionArith, ')') {
		return s.left()
	}
	if !s.back(a) {
		return false
	}
	s.edit(s.i, 0, " ")
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

// backquoted scans `...`. Up to the closing backquote only a backslash is
// looked at; the text in between, less a level of backslashes, is a script of
// its own. If it has to be repaired it becomes a $(...).
func (s *scanner) backquoted(dq bool) bool {
	open := s.i
	s.i++
	escapes := false
	for {
		if s.end() {
			return s.stop(incomplete)
		}
		c := s.buf[s.i]
		if c == '`' {
			break
		}
		if c == '\\' {
			escapes = true
			s.i++
			s.end()
		}
		s.i++
	}
	text := s.buf[open+1 : s.i]
	s.i++
	if escapes {
		text = unescape(text, dq)
	}
	return s.nested(open, text)
}

// unescape takes away the backslashes that quote inside backquotes (XCU
// 2.6.3). Within double quotes a double quote may be quoted too.
func unescape(text []byte, dq bool) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			switch c := text[i+1]; {
			case c == '$', c == '`', c == '\\', c == '"' && dq:
				i++
			}
		}
		out = append(out, text[i])
	}
	return out
}

// nested scans the text of backquotes that open at an offset.
func (s *scanner) nested(open int, text []byte) bool {
	if !s.enter() {
		return false
	}
	sub := scanner{buf: text, max: s.max, depth: s.depth, high: s.high, strict: s.strict, spent: s.spent}
	if s.aliases != nil {
		sub.buf, sub.aliases = bytes.Clone(text), s.aliases.nested(open)
	}
	for sub.line() && !sub.end() {
	}
	s.leave()
	s.high, s.spent, s.doubts = max(s.high, sub.high), sub.spent, s.doubts || sub.doubts
	if sub.why == tooDeep {
		return s.stop(tooDeep)
	}
	if len(sub.edits) > 0 || len(sub.splices) > 0 {
		fixed := append([]byte("$("), sub.render(nil, 0, len(sub.buf), nil)...)
		s.edit(open, s.i-open, string(append(fixed, "\n)"...)))
	}
	return true
}
