package builtin

import (
	"math"
	"strings"

	"gpipe/internal/expand"
	"gpipe/internal/interp"
)

// printer formats the operands of one printf. The zero value with buf, args
// and a format is ready to run.
type printer struct {
	buf    []byte         // output
	out    *interp.Writer // takes buf when it gets long; nil: buf keeps all
	args   []string
	utf8   bool // characters are UTF-8, else bytes
	faults []fault
	sh     *interp.Shell // for %(...)T and %n; nil: there are none

	failed  bool // a variable could not be assigned
	start   int  // of this pass in the output
	spilled int  // bytes that were handed on
	next    int  // the operand that the next conversion takes
	base    int  // the operand that %1$ means in this pass
	high    int  // one after the highest operand taken with %n$
	done    bool
}

// fault is an operand that could not be used as it should be.
type fault struct{ operand, why string }

// spillAt is the length of buf from which it is handed on.
const spillAt = 32 << 10

// run formats all operands: the format is used again while there are any
// left, as long as it takes some.
func (p *printer) run(format string) {
	for {
		p.base, p.high = p.next, p.next
		p.start = p.spilled + len(p.buf)
		p.pass(format)
		taken := max(p.next, p.high)
		if p.done || taken == p.base || taken >= len(p.args) {
			return
		}
		p.next = taken
	}
}

func (p *printer) pass(format string) {
	for i := 0; i < len(format) && !p.done; {
		switch format[i] {
		case '%':
			i = p.directive(format, i)
		case '\\':
			var used int
			p.buf, used, _ = appendEscape(p.buf, format[i+1:], false)
			i += 1 + used
		default:
			j := i + 1
			for j < len(format) && format[j] != '%' && format[j] != '\\' {
				j++
			}
			p.buf = append(p.buf, format[i:j]...)
			i = j
		}
		p.spill()
	}
}

// spill hands on a long output. An error there stops the work: nothing that
// follows would be seen.
func (p *printer) spill() {
	if p.out == nil || len(p.buf) < spillAt {
		return
	}
	if _, err := p.out.Write(p.buf); err != nil {
		p.done = true
	}
	p.spilled += len(p.buf)
	p.buf = p.buf[:0]
}

func (p *printer) fault(operand, why string) {
	p.faults = append(p.faults, fault{operand, why})
}

// spec is one conversion specification.
type spec struct {
	operand int // n of %n$, 0: the next one
	left    bool
	plus    bool
	space   bool
	alt     bool
	zero    bool
	width   int
	prec    int // negative: none
	verb    byte
}

// directive handles the conversion specification at format[i] and returns
// where the format goes on.
func (p *printer) directive(format string, i int) int {
	if i+1 < len(format) && format[i+1] == '%' {
		p.buf = append(p.buf, '%')
		return i + 2
	}
	s := spec{prec: -1}
	end := p.parse(&s, format, i+1)
	if end == len(format) {
		p.fault(format[i:], "missing format character")
		p.done = true
		return end
	}
	s.verb = format[end]
	if s.verb == '(' && p.sh != nil {
		if after := p.timeFormat(&s, format, end); after > 0 {
			return after
		}
	}
	if s.width >= tooLarge || s.prec >= tooLarge {
		p.fault(format[i:end+1], "width or precision too large")
		p.done = true
	} else if !p.convert(&s) {
		p.fault(format[i:end+1], "invalid directive")
		p.done = true
	}
	return end + 1
}

// parse reads a specification from after its percent sign up to the format
// character, whose index it returns.
func (p *printer) parse(s *spec, format string, i int) int {
	if n, j := number(format, i); j > i && j < len(format) && format[j] == '$' && n > 0 {
		s.operand = n
		i = j + 1
	}
	for ; i < len(format); i++ {
		switch format[i] {
		case '-':
			s.left = true
		case '+':
			s.plus = true
		case ' ':
			s.space = true
		case '#':
			s.alt = true
		case '0':
			s.zero = true
		case '\'': // grouping, of which the POSIX locale has none
		default:
			return p.parseSize(s, format, i)
		}
	}
	return i
}

// parseSize reads width, precision and the length modifiers, which mean
// nothing here.
func (p *printer) parseSize(s *spec, format string, i int) int {
	if s.width, i = p.size(format, i); s.width < 0 {
		s.left = true
		s.width = -s.width
	}
	if i < len(format) && format[i] == '.' {
		s.prec, i = p.size(format, i+1)
	}
	for i < len(format) && strings.IndexByte("hlLjzt", format[i]) >= 0 {
		i++
	}
	return i
}

// size reads a width or precision: digits, * or *n$.
func (p *printer) size(format string, i int) (n, next int) {
	if i == len(format) || format[i] != '*' {
		return number(format, i)
	}
	i++
	operand := 0
	if n, j := number(format, i); j > i && j < len(format) && format[j] == '$' {
		operand = n
		i = j + 1
	}
	return int(min(max(p.signed(p.arg(operand)), -tooLarge), tooLarge)), i
}

// tooLarge is a width or precision that is, and stands for all above it.
const tooLarge = math.MaxInt32

// number reads decimal digits, if there are any.
func number(s string, i int) (n, next int) {
	all := int64(0)
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		all = min(all*10+int64(s[i]-'0'), tooLarge)
		i++
	}
	return int(all), i
}

// arg returns the operand n, counted from 1, or for 0 the next one. Those
// that are missing are empty.
func (p *printer) arg(n int) string {
	i := p.next
	if n > 0 {
		i = p.base + n - 1
		p.high = max(p.high, min(i+1, len(p.args)))
	} else if i < len(p.args) {
		p.next++
	}
	if i >= len(p.args) {
		return ""
	}
	return p.args[i]
}

// convert writes one operand; false when there is no such conversion.
func (p *printer) convert(s *spec) bool {
	switch s.verb {
	case 's':
		p.text(s, truncated(p.arg(s.operand), s.prec))
	case 'd', 'i':
		p.decimal(s, p.signed(p.arg(s.operand)))
	case 'u', 'o', 'x', 'X':
		p.unsignedNumber(s, p.unsigned(p.arg(s.operand)))
	case 'c':
		p.char(s, p.arg(s.operand))
	case 'b':
		p.escaped(s, p.arg(s.operand))
	case 'q':
		p.text(s, truncated(expand.QuoteBackslash(p.arg(s.operand), p.utf8), s.prec))
	case 'Q':
		p.text(s, expand.QuoteBackslash(truncated(p.arg(s.operand), s.prec), p.utf8))
	case 'e', 'E', 'f', 'F', 'g', 'G', 'a', 'A':
		p.float(s, p.arg(s.operand))
	case 'n':
		if p.sh == nil || posix(p.sh) {
			return false
		}
		p.count(p.arg(s.operand))
	default:
		return false
	}
	return true
}

// truncated is s up to the precision, which counts bytes (XCU printf).
func truncated(s string, prec int) string {
	if prec >= 0 && prec < len(s) {
		return s[:prec]
	}
	return s
}

// text writes a string in its field.
func (p *printer) text(s *spec, str string) {
	if !s.left {
		p.fill(' ', s.width-len(str))
	}
	p.buf = append(p.buf, str...)
	if s.left {
		p.fill(' ', s.width-len(str))
	}
}

// char writes the first byte; of an empty operand a null byte, as dash and
// bash do.
func (p *printer) char(s *spec, str string) {
	if str == "" {
		str = "\x00"
	}
	p.text(s, str[:1])
}

// escaped is %b.
func (p *printer) escaped(s *spec, str string) {
	start := len(p.buf)
	stop := false
	p.buf, stop = appendEscaped(p.buf, str)
	if s.prec >= 0 && len(p.buf)-start > s.prec {
		p.buf = p.buf[:start+s.prec]
	}
	if n := s.width - (len(p.buf) - start); n > 0 {
		converted := string(p.buf[start:])
		p.buf = p.buf[:start]
		p.text(s, converted)
	}
	p.done = p.done || stop
}

// fill writes n times c.
func (p *printer) fill(c byte, n int) {
	for n > 0 && !p.done {
		k := min(n, 4096)
		for range k {
			p.buf = append(p.buf, c)
		}
		n -= k
		p.spill()
	}
}
