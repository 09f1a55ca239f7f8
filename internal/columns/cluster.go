package columns

import "unicode/utf8"

// A class says how a character joins its neighbours into what a reader takes
// for one character, a grapheme cluster (UAX #29).
type class = uint32

const (
	other class = iota
	controlChar
	extend
	joiner
	regional
	prepend
	spacing
	pictograph
	hangulL
	hangulV
	hangulT
	hangul // a syllable, see precomposed
	hangulLV
	hangulLVT
)

// property finds the class of a character, and how many columns it takes:
// those that combine with the one before take none, those of East Asian scripts
// and emoji two (UAX #11).
func property(r rune) (class, int) {
	if r >= ' ' && r < 0x7f || r > 0xae && r < 0x300 {
		return other, 1
	}
	low, high := 0, len(properties)
	for low+1 < high {
		if mid := (low + high) / 2; rune(properties[mid]>>8) <= r {
			low = mid
		} else {
			high = mid
		}
	}
	p := properties[low]
	k := p & 15
	if k == hangul {
		k = precomposed(r)
	}
	return k, int(p >> 4 & 15)
}

// precomposed tells syllables that lack the last part from those that have it.
func precomposed(r rune) class {
	if (r-0xac00)%28 == 0 {
		return hangulLV
	}
	return hangulLVT
}

// joins are the rules of UAX #29 that look at two neighbours, but for those of
// emoji and flags: GB6 to GB9b.
func joins(before, after class) bool {
	switch {
	case before == controlChar || after == controlChar:
		return false
	case after == extend || after == joiner || after == spacing || before == prepend:
		return true
	case before == hangulL:
		return after == hangulL || after == hangulV || after == hangulLV || after == hangulLVT
	case before == hangulV || before == hangulLV:
		return after == hangulV || after == hangulT
	case before == hangulT || before == hangulLVT:
		return after == hangulT
	}
	return false
}

// Cluster returns how many bytes the first grapheme cluster of s has, which is
// not empty, and how many columns it takes. A byte that is part of no character
// stands alone. The width is that of the widest character in it, and of the
// marks that take room of their own; an emoji that is asked for by a variation
// selector takes two, and so does a flag.
func Cluster(s string) (size, width int) {
	if c := s[0]; c < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf && s[1] != '\n') {
		return 1, 1
	}
	if len(s) > 1 && s[0] == '\r' && s[1] == '\n' {
		return 2, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		return 1, 1
	}
	before, width := property(r)
	picture, flag := before == pictograph, before == regional
	for size < len(s) {
		r, n := utf8.DecodeRuneInString(s[size:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		after, w := property(r)
		switch {
		case joins(before, after):
		case before == joiner && after == pictograph && picture: // GB11
		case flag && before == regional && after == regional: // GB12
			flag, w = false, 2
		default:
			return size, width
		}
		picture = picture && (after == extend || after == joiner) || after == pictograph
		if before == pictograph && r == 0xfe0f {
			w = 2
		}
		if after == spacing || before == prepend {
			width += w
		}
		width = max(width, w)
		before = after
		size += n
	}
	return size, width
}

// LastCluster returns how many bytes the last grapheme cluster of s has, which
// is not empty.
func LastCluster(s string) int {
	// Two ASCII characters in a row, of which the second is no newline, are
	// never one cluster: what precedes the second need not be looked at.
	from := len(s) - 1
	for from > 0 && !(s[from] < utf8.RuneSelf && s[from] != '\n' && s[from-1] < utf8.RuneSelf) {
		from--
	}
	for {
		n, _ := Cluster(s[from:])
		if from+n == len(s) {
			return n
		}
		from += n
	}
}

// Combines tells whether s, which is not empty, begins with a character that
// would become one with the one before, whatever that is.
func Combines(s string) bool {
	if s[0] < utf8.RuneSelf {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	k, _ := property(r)
	return k == extend || k == joiner || k == spacing
}
