package parse

import "bytes"

// redirected tells whether a redirection begins here.
func (s *scanner) redirected() bool {
	i := s.i
	switch c := s.buf[i]; {
	case c == '&':
		return s.afterJoin(i+1) == '>'
	case '0' <= c && c <= '9':
		for i < len(s.buf) && s.buf[i] >= '0' && s.buf[i] <= '9' {
			i++
		}
		if i-s.i > 9 && noDescriptor(s.buf[s.i:i]) {
			return false
		}
	case c == '{':
		end := s.nameEnd(i + 1)
		if end == i+1 || s.byteAt(end) != '}' {
			return false
		}
		i = end + 1
	}
	c := s.byteAt(i)
	return (c == '<' || c == '>') && (s.byteAt(i+1) != '(' || i > s.i)
}

// redirects scans what may follow a compound command. The word right behind that is
// in the place of a reserved word, and may be an alias.
func (s *scanner) redirects() bool {
	if s.blanks(); s.aliases != nil && !s.end() && !s.redirected() {
		s.peek()
	}
	for {
		s.blanks()
		if !reserved(s.peekPlain()) {
			s.follow()
		}
		if s.end() || !s.redirected() {
			return true
		}
		if !s.redirect() {
			return false
		}
	}
}

// redirect scans a redirection.
func (s *scanner) redirect() bool {
	for c := s.buf[s.i]; c != '<' && c != '>' && c != '&'; c = s.buf[s.i] {
		s.i++
	}
	c := s.buf[s.i]
	s.i++
	s.join()
	next := s.peekByte()
	switch {
	case c == '<' && next == '<':
		s.i++
		s.join()
		switch s.peekByte() {
		case '<':
			s.i++
		case '-':
			s.i++
			return s.hereDocument(true)
		default:
			return s.hereDocument(false)
		}
	case c != '&' && next == '&':
		s.i++
		s.join()
		s.follow()
		return s.someWord() // a number, perhaps, with a redirection behind it
	case c == '<' && next == '>', c == '>' && (next == '>' || next == '|'):
		s.i++
	case c == '&':
		s.i++
		s.join()
		if s.peekByte() == '>' {
			s.i++
		}
	}
	s.join()
	s.follow()
	if end := s.wordEnd(s.i); end > s.i && isByte(s.byteAt(end), "<>") && s.byteAt(end+1) != '(' &&
		number(s.buf[s.i:end]) && !noDescriptor(s.buf[s.i:end]) {
		return s.refuse(noOperand) // it belongs to the next redirection
	}
	return s.someWord()
}

// noDescriptor tells whether digits are a number that is too large for a
// descriptor on any system, which none of nine digits is. To the other shells
// that is a word.
func noDescriptor(digits []byte) bool {
	const most = "2147483647"
	digits = bytes.TrimLeft(digits, "0")
	return len(digits) > len(most) || len(digits) == len(most) && string(digits) > most
}
