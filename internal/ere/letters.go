package ere

import (
	"unicode/utf8"

	"gpipe/internal/chars"
)

// letter is a class of characters that no node of a program can tell apart.
type letter uint32

// noLetter stands for the end of the string.
const noLetter letter = 0

// letters knows the letters of single bytes: of the ASCII characters, and
// where characters are bytes of all of them.
type letters struct {
	of    [256]letter
	heads []rune // one character of each letter, the first of none
}

// makeLetters splits the single bytes by one set after the other. A byte that
// is a literal of its own gets a letter of its own.
func makeLetters(g *program, flags Flags) letters {
	n := 256
	if flags&UTF8 != 0 {
		n = utf8.RuneSelf
	}
	l := letters{heads: make([]rune, 1, 16)}
	first := l.add()
	for c := range n {
		l.of[c] = first
	}
	for i := range g.atoms {
		if g.atoms[i].set != nil {
			l.split(n, func(c rune) bool { return g.atoms[i].has(fold(c, flags)) })
		}
	}
	if g.words {
		l.split(n, func(c rune) bool { return isWord(c, flags) })
	}
	for i := range g.atoms {
		if a := &g.atoms[i]; a.set == nil && a.r < rune(n) {
			l.alone(n, a.r, flags)
		}
	}
	for c := n - 1; c >= 0; c-- {
		l.heads[l.of[c]] = fold(rune(c), flags)
	}
	return l
}

func (l *letters) add() letter {
	l.heads = append(l.heads, 0)
	return letter(len(l.heads) - 1)
}

// split takes what has tells apart from the others of its letter.
func (l *letters) split(n int, has func(rune) bool) {
	var other [257]letter // for each letter the one of those that has is true for
	var mixed [257]bool
	for c := range n {
		mixed[l.of[c]] = mixed[l.of[c]] || !has(rune(c))
	}
	for c := range n {
		old := l.of[c]
		if !mixed[old] || !has(rune(c)) {
			continue
		}
		if other[old] == noLetter {
			other[old] = l.add()
		}
		l.of[c] = other[old]
	}
}

// alone gives the bytes that are r, in upper or lower case, a letter.
func (l *letters) alone(n int, r rune, flags Flags) {
	k := l.add()
	for c := range n {
		if fold(rune(c), flags) == r {
			l.of[c] = k
		}
	}
}

// isWord tells whether a character is part of a word.
func isWord(r rune, flags Flags) bool { return chars.Word.Has(r, flags&UTF8 != 0) }
