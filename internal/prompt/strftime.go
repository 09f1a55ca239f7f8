package prompt

import (
	"strconv"
	"strings"
	"time"
)

// Strftime formats a time as strftime(3) does in the C locale, with the flags
// and widths of glibc. What it does not know it leaves as it stands.
func Strftime(format string, t time.Time) string {
	var b strings.Builder
	for format != "" {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			b.WriteString(format)
			break
		}
		b.WriteString(format[:i])
		c, size := conversionOf(format[i:])
		if text, known := c.format(t); known {
			b.WriteString(text)
		} else {
			b.WriteString(format[i : i+size])
		}
		format = format[i+size:]
	}
	return b.String()
}

// conversion is a conversion specification.
type conversion struct {
	letter byte
	pad    byte // '-': none; '_' or ' ': blanks; '0'; 0: what is usual
	upper  bool
	swap   bool
	width  int
}

// conversionOf reads the one that s begins with.
func conversionOf(s string) (c conversion, size int) {
	i := 1
	for ; i < len(s) && strings.IndexByte("-_0^#", s[i]) >= 0; i++ {
		switch s[i] {
		case '^':
			c.upper = true
		case '#':
			c.swap = true
		default:
			c.pad = s[i]
		}
	}
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		c.width = min(10*c.width+int(s[i]-'0'), 1000)
	}
	if i < len(s) && (s[i] == 'E' || s[i] == 'O') {
		i++
	}
	if i < len(s) {
		c.letter = s[i]
		i++
	}
	return c, i
}

func (c conversion) format(t time.Time) (string, bool) {
	if n, width, pad, is := c.number(t); is {
		return c.padded(strconv.Itoa(n), width, pad), true
	}
	s, known := c.text(t)
	if !known {
		return "", false
	}
	switch {
	case c.swap && c.letter == 'p', c.swap && c.letter == 'Z':
		s = strings.ToLower(s)
	case c.upper || c.swap && strings.IndexByte("aAbBh", c.letter) >= 0:
		s = strings.ToUpper(s)
	}
	return c.padded(s, 0, ' '), true
}

// padded makes a number or a text as wide as it is to be.
func (c conversion) padded(s string, width int, pad byte) string {
	switch c.pad {
	case '-':
		width, pad = 0, ' '
	case '_':
		pad = ' '
	case '0':
		pad = '0'
	}
	if c.width > 0 {
		width = c.width
	}
	if missing := width - len(s); missing > 0 {
		return strings.Repeat(string(pad), missing) + s
	}
	return s
}

// number gives what is a number, and how wide it usually is.
func (c conversion) number(t time.Time) (n, width int, pad byte, is bool) {
	year, week := t.ISOWeek()
	sunday, monday := int(t.Weekday()), (int(t.Weekday())+6)%7
	hour := (t.Hour()+11)%12 + 1
	switch c.letter {
	case 'C':
		return t.Year() / 100, 2, '0', true
	case 'd':
		return t.Day(), 2, '0', true
	case 'e':
		return t.Day(), 2, ' ', true
	case 'g':
		return year % 100, 2, '0', true
	case 'G':
		return year, 0, '0', true
	case 'H':
		return t.Hour(), 2, '0', true
	case 'I':
		return hour, 2, '0', true
	case 'j':
		return t.YearDay(), 3, '0', true
	case 'k':
		return t.Hour(), 2, ' ', true
	case 'l':
		return hour, 2, ' ', true
	case 'm':
		return int(t.Month()), 2, '0', true
	case 'M':
		return t.Minute(), 2, '0', true
	case 's':
		return int(t.Unix()), 0, '0', true
	case 'S':
		return t.Second(), 2, '0', true
	case 'u':
		return monday + 1, 0, '0', true
	case 'U':
		return (t.YearDay() + 6 - sunday) / 7, 2, '0', true
	case 'V':
		return week, 2, '0', true
	case 'w':
		return sunday, 0, '0', true
	case 'W':
		return (t.YearDay() + 6 - monday) / 7, 2, '0', true
	case 'y':
		return t.Year() % 100, 2, '0', true
	case 'Y':
		return t.Year(), 0, '0', true
	}
	return 0, 0, 0, false
}

func (c conversion) text(t time.Time) (string, bool) {
	switch c.letter {
	case 'a':
		return t.Format("Mon"), true
	case 'A':
		return t.Format("Monday"), true
	case 'b', 'h':
		return t.Format("Jan"), true
	case 'B':
		return t.Format("January"), true
	case 'c':
		return t.Format("Mon Jan _2 15:04:05 2006"), true
	case 'D', 'x':
		return t.Format("01/02/06"), true
	case 'F':
		return t.Format("2006-01-02"), true
	case 'n':
		return "\n", true
	case 'p':
		return t.Format("PM"), true
	case 'P':
		return t.Format("pm"), true
	case 'r':
		return t.Format("03:04:05 PM"), true
	case 'R':
		return t.Format("15:04"), true
	case 't':
		return "\t", true
	case 'T', 'X':
		return t.Format("15:04:05"), true
	case 'z':
		return t.Format("-0700"), true
	case 'Z':
		return t.Format("MST"), true
	case '%':
		return "%", true
	}
	return "", false
}
