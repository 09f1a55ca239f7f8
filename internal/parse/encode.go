package parse

import (
	"strings"
	"unicode/utf8"
)

// The parser knows UTF-8 only, takes a carriage return for a blank, and tells
// no byte from what it stands for. A byte that would not survive it travels
// as a character of the range from U+10FE00 to U+10FEFF, which is for private
// use: F4 8F B8 80 and up. If there is such a character in the source its own
// four bytes travel so.
const (
	lead0, lead1, lead2 = 0xf4, 0x8f, 0xb8
	encodedSize         = 4
)

// isEncoded tells whether s begins with an encoded byte.
func isEncoded[T string | []byte](s T) bool {
	return len(s) >= encodedSize && s[0] == lead0 && s[1] == lead1 && s[2]&^3 == lead2 && s[3]&0xc0 == 0x80
}

// isPlain tells whether the parser may have b as it is.
func isPlain(b []byte) bool {
	for i := 0; i < len(b); {
		if c := b[i]; c < utf8.RuneSelf {
			if c == '\r' {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || isEncoded(b[i:]) {
			return false
		}
		i += n
	}
	return true
}

// encode appends b to dst for the parser.
func encode(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			if c == '\r' {
				dst = encodeByte(dst, c)
			} else {
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || isEncoded(b[i:]) {
			for range n {
				dst = encodeByte(dst, b[i])
				i++
			}
			continue
		}
		dst = append(dst, b[i:i+n]...)
		i += n
	}
	return dst
}

func encodeByte(dst []byte, c byte) []byte {
	return append(dst, lead0, lead1, lead2|c>>6, 0x80|c&0x3f)
}

// Decode gives the bytes of the source that text in the tree stands for.
func Decode(s string) string {
	i := strings.IndexByte(s, lead0)
	if i < 0 {
		return s
	}
	var b []byte
	done := 0
	for ; i < len(s); i++ {
		if isEncoded(s[i:]) {
			b = append(b, s[done:i]...)
			b = append(b, s[i+2]<<6|s[i+3]&0x3f)
			i += encodedSize - 1
			done = i + 1
		}
	}
	if b == nil {
		return s
	}
	return string(append(b, s[done:]...))
}

// decodedLen is the length of what text stands for.
func decodedLen(text []byte) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if isEncoded(text[i:]) {
			i += encodedSize - 1
		}
		n++
	}
	return n
}
