package builtin

import "unicode/utf8"

// appendEscaped appends s with the escapes of %b; stop after \c.
func appendEscaped(dst []byte, s string) (_ []byte, stop bool) {
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			j := i + 1
			for j < len(s) && s[j] != '\\' {
				j++
			}
			dst = append(dst, s[i:j]...)
			i = j
			continue
		}
		var used int
		dst, used, stop = appendEscape(dst, s[i+1:], true)
		if stop {
			return dst, true
		}
		i += 1 + used
	}
	return dst, false
}

// appendEscape appends what the escape means whose backslash stands before s,
// and tells how much of s it takes. In a %b string \c stops the output and
// octal numbers may have a 0 more; in a format the quotes may be escaped.
// What is no escape stands for itself, and a percent sign after a backslash
// begins a conversion.
func appendEscape(dst []byte, s string, inB bool) (_ []byte, used int, stop bool) {
	if s == "" {
		return append(dst, '\\'), 0, false
	}
	if c := simpleEscape(s[0]); c != 0 {
		return append(dst, c), 1, false
	}
	switch c := s[0]; {
	case c == 'c' && inB:
		return dst, 1, true
	case (c == '\'' || c == '"' || c == '?') && !inB:
		return append(dst, c), 1, false
	case c >= '0' && c <= '7':
		skip := 0
		if c == '0' && inB {
			skip = 1
		}
		n, used := digits(s[skip:], 8, 3)
		return append(dst, byte(n)), skip + used, false
	case c == 'x':
		if n, used := digits(s[1:], 16, 2); used > 0 {
			return append(dst, byte(n)), 1 + used, false
		}
	case c == 'u' || c == 'U':
		limit := 4
		if c == 'U' {
			limit = 8
		}
		if n, used := digits(s[1:], 16, limit); used > 0 {
			return utf8.AppendRune(dst, rune(n)), 1 + used, false
		}
	}
	return append(dst, '\\'), 0, false
}

// simpleEscape is the character that a letter after a backslash stands for,
// 0 for the others.
func simpleEscape(c byte) byte {
	switch c {
	case 'a':
		return '\a'
	case 'b':
		return '\b'
	case 'e', 'E':
		return 0x1b
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case '\\':
		return '\\'
	}
	return 0
}
