package pattern

import (
	"unicode"
	"unicode/utf8"
)

// set is what a bracket expression matches.
type set struct {
	// bits answers for single bytes: the ASCII characters, and in byte mode
	// all of them. Negation and folding are already in it.
	bits [4]uint64
	// ranges and classes answer for all other characters.
	ranges  []runeRange
	classes class
	negated bool
	fold    bool
	// bytes is how many values bits holds.
	bytes rune
}

type runeRange struct{ low, high rune }

// add adds a range, which is empty if high is less than low. When case is
// ignored its ends are compared in lower case, as the subject is.
func (b *set) add(low, high rune, flags Flags) {
	if flags&FoldCase != 0 {
		low, high = lower(low, flags), lower(high, flags)
	}
	if low <= high {
		b.ranges = append(b.ranges, runeRange{low, high})
	}
}

// finish makes b ready for has.
func (b *set) finish(flags Flags) {
	b.fold = flags&FoldCase != 0
	b.bytes = 256
	if flags&UTF8 != 0 {
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
	if b.negated {
		for i := range b.bits {
			b.bits[i] = ^b.bits[i]
		}
	}
	if flags&Pathname != 0 {
		b.bits['/'>>6] &^= 1 << ('/' & 63)
	}
}

func (b *set) has(r rune) bool {
	if r < b.bytes {
		return b.bits[r>>6]>>(r&63)&1 != 0
	}
	return b.hasWide(r) != b.negated
}

// hasWide answers for what is not in bits. A class is asked about the
// character as it is, also when case is ignored, as bash does.
func (b *set) hasWide(r rune) bool {
	if b.classes != 0 && r < invalidByte && b.classes.hasWide(r) {
		return true
	}
	if b.fold {
		r = lower(r, UTF8)
	}
	for _, x := range b.ranges {
		if x.low <= r && r <= x.high {
			return true
		}
	}
	return false
}

// lower gives r in lower case.
func lower(r rune, flags Flags) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if flags&UTF8 == 0 || r >= invalidByte {
		return r
	}
	return unicode.ToLower(r)
}

// hasCase tells whether other characters than r may be r in another case.
func hasCase(r rune, flags Flags) bool {
	if r < utf8.RuneSelf || flags&UTF8 == 0 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return r < invalidByte && (unicode.SimpleFold(r) != r || unicode.ToLower(r) != r)
}
