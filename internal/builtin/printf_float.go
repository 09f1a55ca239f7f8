package builtin

import (
	"math"
	"strconv"
	"strings"
)

// exactDigits is more than a float64 ever has, after the point or in all: the
// rest of a greater precision is zeros.
const exactDigits = 1100

// float is %f, %e, %g and %a with a float64, which is what dash has; bash
// calculates with more digits.
func (p *printer) float(s *spec, arg string) {
	x := p.floatValue(arg)
	neg := math.Signbit(x)
	x = math.Abs(x)
	var tmp [128]byte
	body, tail, prefix, more := tmp[:0], []byte(nil), "", 0
	pad := s.zero
	switch verb := s.verb | 0x20; {
	case math.IsInf(x, 0):
		body, pad = append(body, "inf"...), false
	case math.IsNaN(x):
		body, pad = append(body, "nan"...), false
	case verb == 'a':
		prefix = "0x"
		body, tail, more = appendHex(body, x, s.prec)
	case verb == 'g':
		body, tail, more = appendGeneral(body, x, s)
	default:
		prec := s.prec
		if prec < 0 {
			prec = 6
		}
		body, tail, more = appendFixed(body, x, verb, prec)
	}
	if s.alt && !math.IsInf(x, 0) && !math.IsNaN(x) && !hasPoint(body) {
		body = append(body[:len(body):len(body)], '.')
	}
	if s.verb < 'a' {
		upper(body)
		upper(tail)
		prefix = strings.ToUpper(prefix)
	}
	p.field(s, s.sign(neg), prefix, 0, body, more, tail, pad)
}

func hasPoint(body []byte) bool {
	for _, c := range body {
		if c == '.' {
			return true
		}
	}
	return false
}

// appendFixed writes x in the form f or e. The exponent is apart, and so is
// the number of zeros to be put before it.
func appendFixed(dst []byte, x float64, verb byte, prec int) (body, tail []byte, more int) {
	exact := min(prec, exactDigits)
	dst = strconv.AppendFloat(dst, x, verb, exact, 64)
	if verb == 'e' {
		for i, c := range dst {
			if c == 'e' {
				return dst[:i], dst[i:], prec - exact
			}
		}
	}
	return dst, nil, prec - exact
}

// appendGeneral writes x in the form e when its exponent is less than -4 or
// not less than the precision, else in the form f, without zeros at the end
// of the fraction unless the # flag is given.
func appendGeneral(dst []byte, x float64, s *spec) (body, tail []byte, more int) {
	prec := s.prec
	switch {
	case prec < 0:
		prec = 6
	case prec == 0:
		prec = 1
	}
	body, tail, more = appendFixed(dst, x, 'e', prec-1)
	exp, _ := strconv.Atoi(string(tail[1:]))
	if exp >= -4 && exp < prec {
		body, tail, more = appendFixed(dst, x, 'f', prec-1-exp)
	}
	if s.alt {
		return body, tail, more
	}
	if hasPoint(body) {
		for body[len(body)-1] == '0' {
			body = body[:len(body)-1]
		}
		if body[len(body)-1] == '.' {
			body = body[:len(body)-1]
		}
	}
	return body, tail, 0
}

// appendHex writes x in the form %a after its 0x, as the C library does: one
// digit before the point, which is 1 for a normal number, or 2 after
// rounding up.
func appendHex(dst []byte, x float64, prec int) (body, tail []byte, more int) {
	const fraction = 52
	bits := math.Float64bits(x)
	exp := int(bits >> fraction)
	mant := bits & (1<<fraction - 1)
	switch {
	case exp > 0:
		mant |= 1 << fraction
		exp -= 1023
	case mant != 0:
		exp = -1022
	}
	n := fraction / 4 // digits of the fraction
	if prec >= 0 && prec < n {
		mant = dropBits(mant, 4*uint(n-prec))
		n = prec
	}
	dst = strconv.AppendUint(dst, mant>>(4*uint(n)), 16)
	if prec < 0 {
		for n > 0 && mant&15 == 0 {
			mant >>= 4
			n--
		}
	}
	if n > 0 || prec > 0 {
		dst = append(dst, '.')
	}
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, "0123456789abcdef"[mant>>(4*uint(i))&15])
	}
	tail = append(tail, 'p')
	if exp >= 0 {
		tail = append(tail, '+')
	}
	return dst, strconv.AppendInt(tail, int64(exp), 10), max(prec-n, 0)
}

// dropBits takes the n lowest bits away, rounding to the nearest, or to even.
func dropBits(x uint64, n uint) uint64 {
	rest, half := x&(1<<n-1), uint64(1)<<(n-1)
	x >>= n
	if rest > half || rest == half && x&1 != 0 {
		x++
	}
	return x
}

// floatValue returns the value of an operand, and reports what is no number.
func (p *printer) floatValue(s string) float64 {
	if c, ok := p.constant(s); ok {
		return float64(c)
	}
	if s == "" {
		return 0
	}
	x, used, over := parseFloat(s)
	switch {
	case used == 0:
		p.fault(s, notNumber)
	case used < len(s):
		p.fault(s, notAll)
	case over:
		p.fault(s, outOfRange)
	}
	return x
}

// parseFloat reads the longest number at the start of s as strtod(3) does.
func parseFloat(s string) (x float64, used int, over bool) {
	i := 0
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	start := i
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	if end := wordEnd(s, i); end > i {
		x = math.Inf(1)
		if s[i]|0x20 == 'n' {
			x = math.NaN()
		}
		if s[start] == '-' {
			x = math.Copysign(x, -1)
		}
		return x, end, false
	}
	end, suffix := numberEnd(s, i)
	if end == i {
		return 0, 0, false
	}
	x, err := strconv.ParseFloat(s[start:end]+suffix, 64)
	return x, end, err != nil
}

// wordEnd is the end of inf, infinity, nan or nan(...) at s[i:], else i.
func wordEnd(s string, i int) int {
	for _, word := range [...]string{"infinity", "inf", "nan"} {
		end := i + len(word)
		if len(s) < end || !strings.EqualFold(s[i:end], word) {
			continue
		}
		if word == "nan" && end < len(s) && s[end] == '(' {
			if n := strings.IndexByte(s[end:], ')'); n > 0 {
				return end + n + 1
			}
		}
		return end
	}
	return i
}

// numberEnd is the end of the digits, fraction and exponent at s[i:], or i.
// The suffix is what strconv demands after a hexadecimal one.
func numberEnd(s string, i int) (end int, suffix string) {
	base, exponent := 10, byte('e')
	start := i
	if i+1 < len(s) && s[i] == '0' && s[i+1]|0x20 == 'x' {
		base, exponent, suffix = 16, 'p', "p0"
		i += 2
	}
	whole := digitsEnd(s, i, base)
	end = whole
	if end < len(s) && s[end] == '.' {
		end = digitsEnd(s, end+1, base)
	}
	if end-i == 0 || end-i == 1 && whole == i { // nothing but a point
		if base == 16 {
			return start + 1, "" // the 0 of 0x
		}
		return start, ""
	}
	if e := end; e < len(s) && s[e]|0x20 == exponent {
		e++
		if e < len(s) && (s[e] == '-' || s[e] == '+') {
			e++
		}
		if last := digitsEnd(s, e, 10); last > e {
			return last, ""
		}
	}
	return end, suffix
}

func digitsEnd(s string, i, base int) int {
	for i < len(s) && digit(s[i]) < base {
		i++
	}
	return i
}
