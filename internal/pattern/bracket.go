package pattern

import (
	"strings"

	"gpipe/internal/chars"
)

// bracket parses the bracket expression that begins at text[i] into b, unless
// b is nil, and gives the index after its closing bracket. It gives 0 when
// there is none: then text[i] is an ordinary character.
//
// XCU 2.14.1 and XBD 9.3.5. A class or collating symbol of an unknown name
// and a range that ends before it begins match nothing.
func bracket(text string, i int, flags Flags, b *chars.Set) int {
	if strings.IndexByte(text[i:], ']') < 0 {
		return 0
	}
	s := bracketScanner{text: text, i: i + 1, flags: flags, set: b}
	if s.i < len(text) && (text[s.i] == '!' || text[s.i] == '^') {
		s.i++
		if b != nil {
			b.Negated = true
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
	set   *chars.Set // nil: only look for the end
}

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
	if s.set != nil && low != chars.NoChar && high != chars.NoChar {
		addRange(s.set, low, high, s.flags)
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
	r, size := chars.Decode(s.text[s.i:], s.flags&UTF8 != 0)
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
		s.set.AddClass(chars.ClassByName(name))
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
	r, ok := chars.Single(withoutEscapes(name), s.flags&UTF8 != 0)
	if !ok {
		return false
	}
	if s.set != nil {
		addRange(s.set, r, r, s.flags)
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
	plain := withoutEscapes(name)
	r, ok := chars.Single(plain, s.flags&UTF8 != 0)
	if !ok {
		if !isName(plain) {
			return 0, false
		}
		r = chars.SymbolByName(plain)
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

// addRange adds a range to b. When case is ignored its ends are compared in
// lower case, as the subject is.
func addRange(b *chars.Set, low, high rune, flags Flags) {
	if flags&FoldCase != 0 {
		wide := flags&UTF8 != 0
		low, high = chars.Lower(low, wide), chars.Lower(high, wide)
	}
	b.Add(low, high)
}

// finish makes b ready to be asked.
func finish(b *chars.Set, flags Flags) {
	b.Finish(flags&UTF8 != 0, flags&FoldCase != 0)
	if flags&Pathname != 0 {
		b.Remove('/')
	}
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
