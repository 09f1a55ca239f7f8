package ere

import (
	"unicode/utf8"

	"gpipe/internal/chars"
)

// wideLetters knows the letters of the characters that are no single bytes, in
// the order in which they came.
type wideLetters struct {
	heads  []rune // one character of each letter, those of single bytes first
	byRune map[rune]letter
	bySign map[string]letter // by which atoms match
	recent [16]struct {
		r rune
		l letter
	}
}

// letterAt gives the letter of the character at s[i] and its size.
func (m *machine) letterAt(s string, i int) (letter, int) {
	if c := s[i]; c < utf8.RuneSelf || !m.wide() {
		return m.re.of[c], 1
	}
	r, size := chars.Decode(s[i:], true)
	return m.letterOf(r), size
}

// letterBefore gives the letter of the character that ends before s[i] and its
// size.
func (m *machine) letterBefore(s string, i int) (letter, int) {
	if c := s[i-1]; c < utf8.RuneSelf || !m.wide() {
		return m.re.of[c], 1
	}
	r, size := chars.DecodeLast(s[:i], true)
	return m.letterOf(r), size
}

func (m *machine) letterOf(r rune) letter {
	recent := &m.recent[int(r)%len(m.recent)]
	if recent.r != r {
		recent.r, recent.l = r, m.findLetter(r)
	}
	return recent.l
}

// maxRunes bounds the characters whose letters are remembered.
const maxRunes = 1 << 12

func (m *machine) findLetter(r rune) letter {
	if l, ok := m.byRune[r]; ok {
		return l
	}
	if m.byRune == nil || len(m.byRune) >= maxRunes {
		m.byRune = make(map[rune]letter)
	}
	folded := fold(r, m.re.flags)
	sign := m.sign(folded)
	l, ok := m.bySign[string(sign)]
	if !ok {
		if m.bySign == nil {
			m.bySign = make(map[string]letter)
		}
		l = letter(len(m.heads))
		m.heads = append(m.heads, folded)
		m.bySign[string(sign)] = l
	}
	m.byRune[r] = l
	return l
}

// sign is which atoms match r: the literal that it is, and a byte for each
// set.
func (m *machine) sign(r rune) []byte {
	b := appendNumber(m.key[:0], 0)
	for i := range m.re.prog.atoms {
		a := &m.re.prog.atoms[i]
		switch {
		case a.set == nil && a.r == r:
			appendNumber(b[:0], r)
		case a.set != nil && a.has(r):
			b = append(b, 1)
		case a.set != nil:
			b = append(b, 0)
		}
	}
	if m.re.prog.words && isWord(r, m.re.flags) {
		b = append(b, 1)
	}
	m.steps += len(m.re.prog.atoms)
	m.key = b
	return b
}
