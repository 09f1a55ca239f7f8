package arith

import "strings"

// decimal gives the number that s is, if it is one in the usual form: digits
// without a leading zero, at most 18 of them, perhaps after a minus.
func decimal(s string) (int64, bool) {
	i := 0
	if len(s) > 1 && s[0] == '-' {
		i = 1
	}
	if len(s) == i || len(s) > 18 || s[i] == '0' && len(s) > i+1 {
		return 0, false
	}
	var n int64
	for k := i; k < len(s); k++ {
		d := s[k] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int64(d)
	}
	if i > 0 {
		n = -n
	}
	return n, true
}

// maxBase is the greatest base of base#number.
const maxBase = 64

// number parses a whole number: decimal, octal, hexadecimal or base#number.
// What does not fit into 64 bits loses its high bits, as in bash.
func number(s string) (int64, error) {
	if n, ok := decimal(s); ok {
		return n, nil
	}
	if hash := strings.IndexByte(s, '#'); hash >= 0 {
		return withBase(s, hash)
	}
	switch {
	case len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x':
		return positional(s, s[2:], 16, ErrHex)
	case s[0] == '0':
		return positional(s, s, 8, ErrOctal)
	}
	return positional(s, s, 10, ErrNumber)
}

// withBase parses base#number, given where the # is. The base is decimal.
func withBase(s string, hash int) (int64, error) {
	base, ok := decimal(s[:hash])
	if !ok || base < 2 || base > maxBase {
		return 0, &Error{Operand: s, Err: ErrBase}
	}
	if hash+1 == len(s) {
		return 0, &Error{Operand: s, Err: ErrNumber}
	}
	return positional(s, s[hash+1:], int(base), ErrNumber)
}

func positional(s, digits string, base int, cause Cause) (int64, error) {
	var n uint64
	for i := 0; i < len(digits); i++ {
		d := digit(digits[i], base)
		if d >= base {
			return 0, &Error{Operand: s, Err: cause}
		}
		n = n*uint64(base) + uint64(d)
	}
	return int64(n), nil
}

// digit gives the value of a digit. Up to base 36 the case of letters does
// not matter; above it the small letters come first, then the capitals, @ and
// _.
func digit(c byte, base int) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'Z':
		if base <= 36 {
			return int(c-'A') + 10
		}
		return int(c-'A') + 36
	case c == '@':
		return 62
	case c == '_':
		return 63
	}
	return maxBase
}

// isDigit, isNameStart and isNumberPart tell what a character begins or goes
// on with.
func isDigit(c byte) bool     { return '0' <= c && c <= '9' }
func isNameStart(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }
func isNamePart(c byte) bool  { return isNameStart(c) || isDigit(c) }
func isNumberPart(c byte) bool {
	return isNamePart(c) || c == '#' || c == '@'
}
