package ere

import (
	"unicode"
	"unicode/utf8"

	"gpipe/internal/chars"
)

// atom is what can match one character: the one character r, or those of a
// set.
type atom struct {
	r   rune
	set *chars.Set
}

// has tells whether the atom matches r. What is not part of a valid encoding
// is matched only where it is meant itself.
func (a *atom) has(r rune) bool {
	if a.set == nil {
		return a.r == r
	}
	return a.set.Has(r) && !(a.set.Negated && r >= chars.Invalid)
}

// folded gives r in upper case if case is ignored: atoms hold and are asked
// about upper case only.
func (p *parser) folded(r rune) rune { return fold(r, p.flags) }

func fold(r rune, flags Flags) rune {
	switch {
	case flags&FoldCase == 0, r >= chars.Invalid:
		return r
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	case flags&UTF8 == 0:
		return r
	}
	return unicode.ToUpper(r)
}

// addLiteral returns the atom of one character.
func (p *parser) addLiteral(r rune) int32 {
	r = p.folded(r)
	k, ok := p.literals[r]
	if !ok {
		k = int32(len(p.atoms))
		p.literals[r] = k
		p.atoms = append(p.atoms, atom{r: r})
	}
	return k
}

// addSet finishes a set and returns its atom.
func (p *parser) addSet(set *chars.Set) int32 {
	set.Finish(p.wide(), false)
	p.atoms = append(p.atoms, atom{set: set})
	return int32(len(p.atoms) - 1)
}
