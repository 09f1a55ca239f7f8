package chars

import "unicode"

// Class is a set of the character classes.
type Class uint16

const (
	upper Class = 1 << iota
	lowerCase
	digit
	xdigit
	whitespace
	blank
	control
	graph
	print
	punct
	ascii
	underscore

	alpha = upper | lowerCase | otherAlpha
	// otherAlpha are the letters without case.
	otherAlpha = Class(1 << 15)
)

// Space and Word are [:space:] and, with the underscore, [:alnum:].
const (
	Space = whitespace
	Word  = alpha | digit | underscore
)

// Has tells whether a character that Decode gave is in k.
func (k Class) Has(r rune, wide bool) bool {
	switch low, high := k.ascii(); {
	case r < 64:
		return low>>r&1 != 0
	case r < 128:
		return high>>(r-64)&1 != 0
	}
	return wide && r < Invalid && k.hasWide(r)
}

// ClassByName gives 0 for an unknown name. The names word and ascii are
// bash's.
func ClassByName(name string) Class {
	switch name {
	case "alpha":
		return alpha
	case "digit":
		return digit
	case "alnum":
		return alpha | digit
	case "upper":
		return upper
	case "lower":
		return lowerCase
	case "space":
		return whitespace
	case "blank":
		return blank
	case "punct":
		return punct
	case "print":
		return print
	case "graph":
		return graph
	case "cntrl":
		return control
	case "xdigit":
		return xdigit
	case "word":
		return Word
	case "ascii":
		return ascii
	}
	return 0
}

// Bit sets of the ASCII characters below and from 64.
const (
	upperHigh  = 0x0000_0000_07FF_FFFE
	lowerHigh  = 0x07FF_FFFE_0000_0000
	digitLow   = 0x03FF_0000_0000_0000
	hexHigh    = 0x0000_007E_0000_007E
	spaceLow   = 1<<' ' | 0x3E00
	blankLow   = 1<<' ' | 1<<'\t'
	controlLow = 0x0000_0000_FFFF_FFFF
	delHigh    = 1 << (0x7F - 64)
	all        = 0xFFFF_FFFF_FFFF_FFFF
)

// ascii gives the ASCII characters of k as bits: those below 64 and the rest.
func (k Class) ascii() (low, high uint64) {
	if k == 0 {
		return 0, 0
	}
	add := func(c Class, l, h uint64) {
		if k&c != 0 {
			low |= l
			high |= h
		}
	}
	add(upper, 0, upperHigh)
	add(lowerCase, 0, lowerHigh)
	add(digit, digitLow, 0)
	add(xdigit, digitLow, hexHigh)
	add(whitespace, spaceLow, 0)
	add(blank, blankLow, 0)
	add(control, controlLow, delHigh)
	add(print, all&^controlLow, all&^delHigh)
	add(graph, all&^controlLow&^(1<<' '), all&^delHigh)
	add(punct, all&^controlLow&^(1<<' ')&^digitLow, all&^delHigh&^upperHigh&^lowerHigh)
	add(ascii, all, all)
	add(underscore, 0, 1<<('_'-64))
	return low, high
}

// hasWide tells whether r, which is not ASCII, is in k, with the classes as
// glibc has them: digits are ASCII only, the digits of other scripts are
// letters, and letters in title case are of both cases.
func (k Class) hasWide(r rune) bool {
	switch {
	case k&upper != 0 && unicode.In(r, unicode.Lu, unicode.Lt, unicode.Other_Uppercase),
		k&lowerCase != 0 && unicode.In(r, unicode.Ll, unicode.Lt, unicode.Other_Lowercase),
		k&otherAlpha != 0 && isAlpha(r),
		k&whitespace != 0 && unicode.IsSpace(r) && !noBreak(r),
		k&blank != 0 && unicode.Is(unicode.Zs, r) && !noBreak(r),
		k&control != 0 && isControl(r),
		k&print != 0 && isPrint(r),
		k&graph != 0 && isPrint(r) && !isBreakingSpace(r),
		k&punct != 0 && isPrint(r) && !isBreakingSpace(r) && !isAlpha(r):
		return true
	}
	return false
}

// wide tells whether k has characters that are not ASCII.
func (k Class) wide() bool { return k&^(digit|xdigit|ascii|underscore) != 0 }

func isAlpha(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Nl, r) ||
		unicode.Is(unicode.Other_Alphabetic, r)
}

func isControl(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

// isPrint tells whether r has a shape or is a space: all that is assigned,
// but for control characters.
func isPrint(r rune) bool {
	return !isControl(r) && (unicode.IsGraphic(r) || unicode.In(r, unicode.Cf, unicode.Co))
}

func isBreakingSpace(r rune) bool {
	return unicode.Is(unicode.Zs, r) && !noBreak(r)
}

// noBreak are the spaces that do not separate words.
func noBreak(r rune) bool {
	return r == '\u00a0' || r == '\u2007' || r == '\u202f'
}
