package chars

import (
	"unicode"
	"unicode/utf8"
)

// Set is what a bracket expression matches. It is filled, then finished, then
// asked.
type Set struct {
	// Negated lets it match what it does not hold.
	Negated bool
	// bits answers for single bytes: the ASCII characters, and where
	// characters are bytes all of them. Negation and folding are already in
	// it.
	bits [4]uint64
	// ranges and classes answer for all other characters.
	ranges  []runeRange
	classes Class
	fold    bool
	// bytes is how many values bits holds.
	bytes rune
}

type runeRange struct{ low, high rune }

// Add adds a range, which is empty if high is less than low. In a set that
// ignores case its ends are to be in lower case.
func (b *Set) Add(low, high rune) {
	if low <= high {
		b.ranges = append(b.ranges, runeRange{low, high})
	}
}

// AddClass adds the characters of a class.
func (b *Set) AddClass(k Class) { b.classes |= k }

// Finish makes b ready for Has. With fold, Has ignores case.
func (b *Set) Finish(wide, fold bool) {
	b.fold = fold
	b.bytes = 256
	if wide {
		b.bytes = utf8.RuneSelf
	}
	for _, r := range b.ranges {
		for c := r.low; c <= r.high && c < b.bytes; c++ {
			b.bits[c>>6] |= 1 << (c & 63)
		}
	}
	if b.fold {
		// Upper case follows lower case, whatever ranges say of it.
		const upper = 1<<('Z'-'A'+1) - 1
		small := b.bits[1] >> ('a' - 64) & upper
		b.bits[1] = b.bits[1]&^(upper<<('A'-64)) | small<<('A'-64)
	}
	low, high := b.classes.ascii()
	b.bits[0] |= low
	b.bits[1] |= high
	if b.Negated {
		for i := range b.bits {
			b.bits[i] = ^b.bits[i]
		}
	}
}

// Remove takes an ASCII character out of a finished set.
func (b *Set) Remove(c byte) { b.bits[c>>6] &^= 1 << (c & 63) }

// Has tells whether the set matches a character that Decode gave.
func (b *Set) Has(r rune) bool {
	if r < b.bytes {
		return b.bits[r>>6]>>(r&63)&1 != 0
	}
	return b.hasWide(r) != b.Negated
}

// hasWide answers for what is not in bits. A class is asked about the
// character as it is, also when case is ignored, as bash does.
func (b *Set) hasWide(r rune) bool {
	if b.classes != 0 && r < Invalid && b.classes.hasWide(r) {
		return true
	}
	if b.fold {
		r = Lower(r, true)
	}
	for _, x := range b.ranges {
		if x.low <= r && r <= x.high {
			return true
		}
	}
	return false
}

// Lower gives r in lower case.
func Lower(r rune, wide bool) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if !wide || r >= Invalid {
		return r
	}
	return unicode.ToLower(r)
}

// HasCase tells whether other characters than r may be r in another case.
func HasCase(r rune, wide bool) bool {
	if r < utf8.RuneSelf || !wide {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return r < Invalid && (unicode.SimpleFold(r) != r || unicode.ToLower(r) != r)
}

// Wide tells whether a finished set may hold what is no single byte.
func (b *Set) Wide() bool {
	if b.Negated || b.classes.wide() {
		return true
	}
	for _, r := range b.ranges {
		if r.high >= b.bytes {
			return true
		}
	}
	return false
}
