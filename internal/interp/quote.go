package interp

import (
	"strconv"
	"strings"

	"gpipe/internal/columns"
)

// QuoteWord quotes s so that the shell reads it as one word with that value:
// nothing for plain words, '...' for most, $'...' when there are control
// characters.
func QuoteWord(s string) string {
	if s == "" {
		return "''"
	}
	plain, control := true, false
	for i, n := 0, 0; i < len(s); i += n {
		var is bool
		n, is = columns.Acts(s, i)
		control = control || is
		plain = plain && isPlain(s[i])
	}
	switch {
	case control:
		return quoteControl(s)
	case plain && s[0] != '~' && s[0] != '#':
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		strings.IndexByte("_-./:=+,@%^~#", c) >= 0 || c >= 0x80
}

// quoteControl is the $'...' form.
func quoteControl(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i, n := 0, 0; i < len(s); i += n {
		var control bool
		n, control = columns.Acts(s, i)
		switch c := s[i]; c {
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		case '\r':
			b.WriteString(`\r`)
		case '\'', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			if !control {
				b.WriteString(s[i : i+n])
				continue
			}
			for _, c := range []byte(s[i : i+n]) {
				b.WriteString(`\` + octal(c))
			}
		}
	}
	b.WriteByte('\'')
	return b.String()
}

func octal(c byte) string {
	s := strconv.FormatUint(uint64(c), 8)
	return "000"[len(s):] + s
}
