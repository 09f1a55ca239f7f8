// Package chars knows what the characters of a string are, and the sets of
// them that bracket expressions name (XBD 9.3.5), for patterns and for regular
// expressions.
//
// In what is called wide, the characters are those of UTF-8, and a byte that is
// not part of a valid encoding is a character of its own; else every byte is a
// character and the classes are those of ASCII.
package chars

import "unicode/utf8"

// Invalid + b stands for a byte b that is not part of a valid encoding.
const Invalid = utf8.MaxRune + 1

// Decode gives the first character of s, which is not empty, and its size.
func Decode(s string, wide bool) (rune, int) {
	c := s[0]
	if c < utf8.RuneSelf || !wide {
		return rune(c), 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		return Invalid + rune(c), 1
	}
	return r, size
}

// DecodeLast gives the last character of s, which is not empty, and its size.
func DecodeLast(s string, wide bool) (rune, int) {
	c := s[len(s)-1]
	if c < utf8.RuneSelf || !wide {
		return rune(c), 1
	}
	r, size := utf8.DecodeLastRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		return Invalid + rune(c), 1
	}
	return r, size
}

// LastSize gives the size of the last character of s, which is not empty.
func LastSize(s string, wide bool) int {
	if !wide || s[len(s)-1] < utf8.RuneSelf {
		return 1
	}
	_, size := utf8.DecodeLastRuneInString(s)
	return size
}

// Append appends a character that Decode gave to dst.
func Append(dst []byte, r rune, wide bool) []byte {
	switch {
	case !wide:
		return append(dst, byte(r))
	case r >= Invalid:
		return append(dst, byte(r-Invalid))
	}
	return utf8.AppendRune(dst, r)
}

// Single gives the only character of s, if it has just one.
func Single(s string, wide bool) (rune, bool) {
	if s == "" || len(s) > utf8.UTFMax {
		return 0, false
	}
	r, size := Decode(s, wide)
	return r, size == len(s)
}
