package source

import "bytes"

// dollar scans what begins with a dollar sign, which may be just that.
func (s *scanner) dollar(dq bool) bool {
	dollar := s.i
	s.i++
	s.join()
	switch s.byteAt(s.i) {
	case '$': // the parameter, which a parenthesis or a brace may follow
		s.i++
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
	if s.why == incomplete {
		return false // an expression that is not closed is nothing else (XCU 2.6.3)
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

// backquotedText is backquoted in a here-document. Between the backquotes a
// double quote may be quoted as within double quotes (XCU 2.7.4), but to the
// parser the backslash stays.
func (s *scanner) backquotedText() bool {
	open, edits := s.i, len(s.edits)
	if !s.backquoted(true) {
		return false
	}
	text := s.buf[open+1 : s.i-1]
	if len(s.edits) == edits && bytes.Contains(text, []byte(`\"`)) {
		s.edit(open, s.i-open, "$("+string(unescape(text, true))+"\n)")
	}
	return true
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

// maxTicks is how deep the parser reads backquotes inside backquotes. Deeper
// ones become $(...), and so do those around them.
const maxTicks = 2

// nested scans the text of backquotes that open at an offset.
func (s *scanner) nested(open int, text []byte) bool {
	if !s.enter() {
		return false
	}
	sub := scanner{buf: text, ticks: s.ticks + 1, max: s.max, depth: s.depth, high: s.high, strict: s.strict, spent: s.spent}
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
	if len(sub.edits) > 0 || len(sub.splices) > 0 || sub.ticks > maxTicks {
		fixed := append([]byte("$("), sub.render(nil, 0, len(sub.buf), nil)...)
		s.edit(open, s.i-open, string(append(fixed, "\n)"...)))
	}
	return true
}
