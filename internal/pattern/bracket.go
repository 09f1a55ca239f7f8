package pattern

import (
	"strings"
	"unicode/utf8"
)

// bracket parses the bracket expression that begins at text[i] into b, unless
// b is nil, and gives the index after its closing bracket. It gives 0 when
// there is none: then text[i] is an ordinary character.
//
// XCU 2.14.1 and XBD 9.3.5. A class or collating symbol of an unknown name
// and a range that ends before it begins match nothing.
func bracket(text string, i int, flags Flags, b *set) int {
	if strings.IndexByte(text[i:], ']') < 0 {
		return 0
	}
	s := bracketScanner{text: text, i: i + 1, flags: flags, set: b}
	if s.i < len(text) && (text[s.i] == '!' || text[s.i] == '^') {
		s.i++
		if b != nil {
			b.negated = true
		}
	}
	first := s.i
	for s.i < len(text) {
		if text[s.i] == ']' && s.i > first {
			return s.i + 1
		}
		if !s.element() {
			return 0
		}
	}
	return 0
}

type bracketScanner struct {
	text  string
	i     int
	flags Flags
	set   *set // nil: only look for the end
}

// noChar stands for a collating symbol that is unknown.
const noChar = -1

// element takes one character, range or class. It tells whether the bracket
// expression can still be one.
func (s *bracketScanner) element() bool {
	if s.class() || s.equivalence() {
		return true
	}
	low, ok := s.endpoint()
	if !ok {
		return false
	}
	high := low
	if s.i+1 < len(s.text) && s.text[s.i] == '-' && s.text[s.i+1] != ']' {
		s.i++
		if high, ok = s.endpoint(); !ok {
			return false
		}
	}
	if s.set != nil && low != noChar && high != noChar {
		s.set.add(low, high, s.flags)
	}
	return true
}

// endpoint takes one character: itself, quoted, or as a collating symbol.
func (s *bracketScanner) endpoint() (rune, bool) {
	if r, ok := s.collating(); ok {
		return r, true
	}
	if s.text[s.i] == '\\' {
		if s.i++; s.i == len(s.text) {
			return 0, false
		}
	}
	r, size := decode(s.text[s.i:], s.flags&UTF8 != 0)
	s.i += size
	return r, s.flags&Pathname == 0 || r != '/'
}

// class takes [:name:]. What looks like none by its name is none.
func (s *bracketScanner) class() bool {
	name, ok := s.enclosed(':', 0)
	if !ok || !isName(name) {
		return false
	}
	if s.set != nil {
		s.set.classes |= classByName(name)
	}
	s.i += len(name) + len("[::]")
	return true
}

// equivalence takes [=c=], which matches c only: the collating order of the
// C locale is used, in which every character is a class of its own.
func (s *bracketScanner) equivalence() bool {
	name, ok := s.enclosed('=', 1)
	if !ok {
		return false
	}
	r, ok := singleChar(unescape(name), s.flags)
	if !ok {
		return false
	}
	if s.set != nil {
		s.set.add(r, r, s.flags)
	}
	s.i += len(name) + len("[==]")
	return true
}

// collating takes [.c.] or [.name.].
func (s *bracketScanner) collating() (rune, bool) {
	name, ok := s.enclosed('.', 1)
	if !ok {
		return 0, false
	}
	plain := unescape(name)
	r, ok := singleChar(plain, s.flags)
	if !ok {
		if !isName(plain) {
			return 0, false
		}
		r = symbolByName(plain)
	}
	s.i += len(name) + len("[..]")
	return r, true
}

// enclosed gives what stands between "[" mark and mark "]", at least atLeast
// bytes, when that is what is next.
func (s *bracketScanner) enclosed(mark byte, atLeast int) (string, bool) {
	rest := s.text[s.i:]
	if len(rest) < len("[::]")+atLeast || rest[0] != '[' || rest[1] != mark {
		return "", false
	}
	rest = rest[2:]
	for n := atLeast; n+1 < len(rest); n++ {
		next := strings.IndexByte(rest[n:], mark)
		if next < 0 {
			break
		}
		n += next
		if n+1 < len(rest) && rest[n+1] == ']' {
			return rest[:n], true
		}
	}
	return "", false
}

// singleChar gives the only character of s.
func singleChar(s string, flags Flags) (rune, bool) {
	if s == "" || len(s) > utf8.UTFMax {
		return 0, false
	}
	r, size := decode(s, flags&UTF8 != 0)
	return r, size == len(s)
}

// isName tells whether s could name a class or a collating symbol.
func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isAlnum(c) && c != '-' {
			return false
		}
	}
	return s != ""
}

func isAlnum(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}
