package builtin

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// Causes of faults in numbers.
const (
	notNumber  = "not a number"
	notAll     = "not completely converted"
	outOfRange = "out of range"
)

// signed returns the value of an integer operand: as much of it as is one,
// within the limits of 64 bits.
func (p *printer) signed(s string) int64 {
	if c, ok := p.constant(s); ok {
		return int64(c)
	}
	n := p.integer(s)
	limit := uint64(math.MaxInt64)
	if n.neg {
		limit++
	}
	if n.over || n.abs > limit {
		p.fault(s, outOfRange)
		n.abs = limit
	}
	if n.neg {
		return -int64(n.abs)
	}
	return int64(n.abs)
}

// unsigned is signed for the conversions of unsigned numbers: negative ones
// count from the other end.
func (p *printer) unsigned(s string) uint64 {
	if c, ok := p.constant(s); ok {
		return uint64(c)
	}
	n := p.integer(s)
	switch {
	case n.over:
		p.fault(s, outOfRange)
		return math.MaxUint64
	case n.neg:
		return -n.abs
	}
	return n.abs
}

// constant is an operand of the form 'c: the number of the character c, which
// is 0 if it is missing.
func (p *printer) constant(s string) (rune, bool) {
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return 0, false
	}
	if s = s[1:]; s == "" {
		return 0, true
	}
	if p.utf8 {
		if r, n := utf8.DecodeRuneInString(s); r != utf8.RuneError || n > 1 {
			return r, true
		}
	}
	return rune(s[0]), true
}

// integer reads a C integer constant with an optional sign and reports what
// is not one. An empty operand is 0.
func (p *printer) integer(s string) intValue {
	if s == "" {
		return intValue{}
	}
	n := parseInteger(s)
	switch {
	case n.used == 0:
		p.fault(s, notNumber)
	case n.used < len(s):
		p.fault(s, notAll)
	}
	return n
}

// intValue is what parseInteger found.
type intValue struct {
	neg, over bool // over: abs does not fit
	abs       uint64
	used      int // bytes read, 0: no number
}

// parseInteger reads a number as strtoumax(3) with base 0 does.
func parseInteger(s string) (v intValue) {
	i := 0
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		v.neg = s[i] == '-'
		i++
	}
	base := 10
	if i < len(s) && s[i] == '0' {
		base = 8
		if i+2 < len(s) && s[i+1]|0x20 == 'x' && digit(s[i+2]) < 16 {
			base = 16
			i += 2
		}
	}
	for ; i < len(s) && digit(s[i]) < base; i++ {
		d := uint64(digit(s[i]))
		if v.abs > (math.MaxUint64-d)/uint64(base) {
			v.over = true
		}
		v.abs = v.abs*uint64(base) + d
		v.used = i + 1
	}
	if v.used == 0 {
		v.neg = false
	}
	return v
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// decimal is %d.
func (p *printer) decimal(s *spec, n int64) {
	abs := uint64(n)
	if n < 0 {
		abs = -abs
	}
	p.digits(s, s.sign(n < 0), "", abs, 10)
}

// sign is what stands before a signed number.
func (s *spec) sign(neg bool) string {
	switch {
	case neg:
		return "-"
	case s.plus:
		return "+"
	case s.space:
		return " "
	}
	return ""
}

// unsignedNumber is %u, %o, %x and %X.
func (p *printer) unsignedNumber(s *spec, n uint64) {
	switch s.verb {
	case 'u':
		p.digits(s, "", "", n, 10)
	case 'o':
		p.digits(s, "", "", n, 8)
	default:
		prefix := ""
		if s.alt && n != 0 {
			prefix = "0" + string(rune(s.verb))
		}
		p.digits(s, "", prefix, n, 16)
	}
}

// digits writes an integer with at least as many digits as the precision
// says. A precision of 0 makes 0 no digit at all, and turns padding with
// zeros off, as any precision does.
func (p *printer) digits(s *spec, sign, prefix string, n uint64, base int) {
	var tmp [64]byte
	body := tmp[:0]
	if n != 0 || s.prec != 0 {
		body = strconv.AppendUint(body, n, base)
	}
	if s.verb == 'X' {
		upper(body)
	}
	zeros := max(s.prec-len(body), 0)
	if s.verb == 'o' && s.alt && zeros == 0 && (len(body) == 0 || body[0] != '0') {
		zeros = 1
	}
	p.field(s, sign, prefix, zeros, body, 0, nil, s.zero && s.prec < 0)
}

func upper(b []byte) {
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 0x20
		}
	}
}

// field writes a number: sign, prefix, zeros, body, more zeros and a tail.
// With pad the field is filled with zeros after the prefix.
func (p *printer) field(s *spec, sign, prefix string, zeros int, body []byte, more int, tail []byte, pad bool) {
	blanks := s.width - len(sign) - len(prefix) - zeros - len(body) - more - len(tail)
	if pad && !s.left && blanks > 0 {
		zeros += blanks
		blanks = 0
	}
	if !s.left {
		p.fill(' ', blanks)
	}
	p.buf = append(p.buf, sign...)
	p.buf = append(p.buf, prefix...)
	p.fill('0', zeros)
	p.buf = append(p.buf, body...)
	p.fill('0', more)
	p.buf = append(p.buf, tail...)
	if s.left {
		p.fill(' ', blanks)
	}
}
