package parse

import (
	"strings"
	"unicode/utf8"
)

// ANSI is the value of $'s' (XCU 2.2.4): backslash escapes as in C. A
// NUL ends it.
func ANSI(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			i++
			continue
		}
		var n int
		if b, n = decodeEscape(b, s[i+1:]); n < 0 {
			break
		}
		i += 1 + n
	}
	return string(b)
}

// decodeEscape appends what the escape s, after its backslash, stands for and
// returns its length, or -1 when that is the end of the string.
func decodeEscape(b []byte, s string) ([]byte, int) {
	const from, to = `abefnrtvE\'"?`, "\a\b\x1b\f\n\r\t\v\x1b\\'\"?"
	c := s[0]
	if k := strings.IndexByte(from, c); k >= 0 {
		return append(b, to[k]), 1
	}
	switch {
	case c >= '0' && c <= '7':
		v, n := digits(s, 8, 3)
		return ended(append(b, byte(v)), n, byte(v) == 0)
	case c == 'x':
		v, n := digits(s[1:], 16, 2)
		if n == 0 {
			break
		}
		return ended(append(b, byte(v)), 1+n, byte(v) == 0)
	case c == 'u' || c == 'U':
		most := 4
		if c == 'U' {
			most = 8
		}
		v, n := digits(s[1:], 16, most)
		if n == 0 {
			break
		}
		return ended(utf8.AppendRune(b, rune(v)), 1+n, v == 0)
	case c == 'c' && len(s) > 1:
		return controlEscape(b, s)
	}
	return append(b, '\\', c), 1
}

// ended takes the last byte, a NUL, away again if there is one.
func ended(b []byte, n int, nul bool) ([]byte, int) {
	if nul {
		return b[:len(b)-1], -1
	}
	return b, n
}

// controlEscape is \cX; a backslash as X is written twice.
func controlEscape(b []byte, s string) ([]byte, int) {
	n := 2
	if strings.HasPrefix(s, `c\\`) {
		n = 3
	}
	if s[1] == '?' {
		return append(b, 0x7f), n
	}
	return ended(append(b, s[1]&0x1f), n, s[1]&0x1f == 0)
}

// digits reads at most n digits of a base up to 16.
func digits(s string, base, most int) (v, n int) {
	for n < len(s) && n < most {
		d := strings.IndexByte("0123456789abcdefABCDEF", s[n])
		if d >= 16 {
			d -= 6
		}
		if d < 0 || d >= base {
			break
		}
		v = v*base + d
		n++
	}
	return v, n
}
