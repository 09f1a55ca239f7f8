// Package strftime writes times as strftime(3) of the GNU C library does in the C
// locale, and reads what the variable TZ says.
package strftime

import (
	"strconv"
	"strings"
	"time"
)

// Append appends t in the given format to dst. What is no conversion is copied.
func Append(dst []byte, format string, t time.Time) []byte {
	for i := 0; i < len(format); {
		if format[i] != '%' {
			j := strings.IndexByte(format[i:], '%')
			if j < 0 {
				j = len(format) - i
			}
			dst = append(dst, format[i:i+j]...)
			i += j
			continue
		}
		var f field
		end := f.parse(format, i+1)
		before := len(dst)
		if end < len(format) {
			dst = f.append(dst, t)
		}
		if end == len(format) || !f.known {
			end = min(end, len(format)-1)
			dst = append(dst[:before], format[i:end+1]...)
		}
		i = end + 1
	}
	return dst
}

// field is one conversion specification.
type field struct {
	pad        byte // of the flags _ - 0 the last, or 0
	upper      bool // ^
	swap       bool // #
	width      int
	conversion byte
	known      bool
}

// maxWidth bounds the width of a field.
const maxWidth = 1 << 16

// parse reads a specification from behind its percent sign up to the conversion,
// whose index it returns.
func (f *field) parse(format string, i int) int {
	for ; i < len(format); i++ {
		switch c := format[i]; c {
		case '_', '-', '0':
			f.pad = c
			continue
		case '^':
			f.upper = true
			continue
		case '#':
			f.swap = true
			continue
		}
		break
	}
	for ; i < len(format) && format[i] >= '0' && format[i] <= '9'; i++ {
		f.width = min(f.width*10+int(format[i]-'0'), maxWidth)
	}
	if i+1 < len(format) && (format[i] == 'E' || format[i] == 'O') { // of other locales
		i++
	}
	if i < len(format) {
		f.conversion = format[i]
	}
	return i
}

// append appends the field, and notes whether there is such a conversion.
func (f *field) append(dst []byte, t time.Time) []byte {
	f.known = true
	if n, digits, pad, ok := number(f.conversion, t); ok {
		return f.number(dst, n, digits, pad)
	}
	text, ok := f.text(t)
	f.known = ok
	if f.upper {
		text = strings.ToUpper(text)
	}
	pad := byte(' ')
	if f.pad == '0' {
		pad = '0'
	}
	for n := f.width - len(text); n > 0; n-- {
		dst = append(dst, pad)
	}
	return append(dst, text...)
}

// number appends a number of at least so many digits, filled up by pad.
func (f *field) number(dst []byte, n int64, digits int, pad byte) []byte {
	switch f.pad {
	case '_':
		pad = ' '
	case '0':
		pad = '0'
	case '-': // but a width is filled up
		if pad = ' '; f.width == 0 {
			digits = 0
		}
	}
	if f.width > 0 {
		digits = f.width
	}
	text := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 && pad == '0' {
		sign, text = "-", text[1:]
		digits--
	}
	dst = append(dst, sign...)
	for k := digits - len(text); k > 0 && pad != 0; k-- {
		dst = append(dst, pad)
	}
	return append(dst, text...)
}

// number is the value of a conversion that is a number, how many digits it has at
// least, and what they are filled up by.
func number(c byte, t time.Time) (n int64, digits int, pad byte, ok bool) {
	year := int64(t.Year())
	switch c {
	case 'C':
		return floor(year, 100), 2, '0', true
	case 'd':
		return int64(t.Day()), 2, '0', true
	case 'e':
		return int64(t.Day()), 2, ' ', true
	case 'g':
		iso, _ := t.ISOWeek()
		return int64(iso) - floor(int64(iso), 100)*100, 2, '0', true
	case 'G':
		iso, _ := t.ISOWeek()
		return int64(iso), 1, '0', true
	case 'H':
		return int64(t.Hour()), 2, '0', true
	case 'I':
		return int64((t.Hour()+11)%12 + 1), 2, '0', true
	case 'j':
		return int64(t.YearDay()), 3, '0', true
	case 'k':
		return int64(t.Hour()), 2, ' ', true
	case 'l':
		return int64((t.Hour()+11)%12 + 1), 2, ' ', true
	case 'm':
		return int64(t.Month()), 2, '0', true
	case 'M':
		return int64(t.Minute()), 2, '0', true
	case 's':
		return t.Unix(), 1, '0', true
	case 'S':
		return int64(t.Second()), 2, '0', true
	case 'u':
		return int64(t.Weekday()+6)%7 + 1, 1, '0', true
	case 'U':
		return int64(t.YearDay()+6-int(t.Weekday())) / 7, 2, '0', true
	case 'V':
		_, week := t.ISOWeek()
		return int64(week), 2, '0', true
	case 'w':
		return int64(t.Weekday()), 1, '0', true
	case 'W':
		return int64(t.YearDay()+6-int(t.Weekday()+6)%7) / 7, 2, '0', true
	case 'y':
		return year - floor(year, 100)*100, 2, '0', true
	case 'Y':
		return year, 1, '0', true
	}
	return 0, 0, 0, false
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// text is the value of the other conversions.
func (f *field) text(t time.Time) (string, bool) {
	switch f.conversion {
	case 'a':
		return f.name(t.Weekday().String()[:3]), true
	case 'A':
		return f.name(t.Weekday().String()), true
	case 'b', 'h':
		return f.name(t.Month().String()[:3]), true
	case 'B':
		return f.name(t.Month().String()), true
	case 'n':
		return "\n", true
	case 't':
		return "\t", true
	case 'p':
		if f.swap {
			return strings.ToLower(half(t)), true
		}
		return half(t), true
	case 'P':
		return strings.ToLower(half(t)), true
	case 'z':
		return f.offset(t), true
	case 'Z':
		zone, _ := t.Zone()
		if f.swap {
			zone = strings.ToLower(zone)
		}
		return zone, true
	case '%':
		return "%", true
	}
	format, ok := compound(f.conversion)
	return string(Append(nil, format, t)), ok
}

// compound is what some conversions stand for.
func compound(c byte) (format string, ok bool) {
	switch c {
	case 'c':
		return "%a %b %e %H:%M:%S %Y", true
	case 'D', 'x':
		return "%m/%d/%y", true
	case 'F':
		return "%Y-%m-%d", true
	case 'r':
		return "%I:%M:%S %p", true
	case 'R':
		return "%H:%M", true
	case 'T', 'X':
		return "%H:%M:%S", true
	}
	return "", false
}

// name is a name of a day or month, which the flag # makes upper case.
func (f *field) name(s string) string {
	if f.swap {
		return strings.ToUpper(s)
	}
	return s
}

func half(t time.Time) string {
	if t.Hour() < 12 {
		return "AM"
	}
	return "PM"
}

// offset is the distance from UTC, as +hhmm.
func (f *field) offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	n := int64(seconds/3600*100 + seconds/60%60)
	if f.width == 0 {
		f.width = 5
	}
	digits := field{pad: f.pad, width: f.width - 1}
	text := string(digits.number(nil, n, 4, '0'))
	f.width = 0
	if spaces := strings.TrimLeft(text, " "); len(spaces) < len(text) { // the sign is beside the digits
		return text[:len(text)-len(spaces)] + sign + spaces
	}
	return sign + text
}
