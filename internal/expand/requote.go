package expand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gpipe/internal/vars"
)

// QuoteBackslash quotes s for the shell as %q does: backslashes before what
// is special, or $'...' when there are characters that cannot be shown.
func QuoteBackslash(s string, isUTF8 bool) string {
	if s == "" {
		return "''"
	}
	if !printable(s, isUTF8) {
		return quoteDollar(s, isUTF8)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if needsBackslash(s, i) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func needsBackslash(s string, i int) bool {
	switch c := s[i]; c {
	case '#':
		return i == 0
	case '~':
		return i == 0 || s[i-1] == '=' || s[i-1] == ':'
	default:
		return strings.IndexByte(" \"$&'()*,;<>?[\\]^`{|}!", c) >= 0
	}
}

// printable tells whether every character of s can be shown.
func printable(s string, isUTF8 bool) bool {
	for len(s) > 0 {
		n := shown(s, isUTF8)
		if n == 0 {
			return false
		}
		s = s[n:]
	}
	return true
}

// shown is the length of the printable character at the start of s, 0 when
// it is none.
func shown(s string, isUTF8 bool) int {
	if c := s[0]; c < utf8.RuneSelf {
		if c < ' ' || c == 0x7f {
			return 0
		}
		return 1
	}
	if !isUTF8 {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
		return 0
	}
	return n
}

// quoteDollar is the $'...' form.
func quoteDollar(s string, isUTF8 bool) string {
	b := []byte("$'")
	for len(s) > 0 {
		if n := shown(s, isUTF8); n > 0 {
			if s[0] == '\'' || s[0] == '\\' {
				b = append(b, '\\')
			}
			b = append(b, s[:n]...)
			s = s[n:]
			continue
		}
		b = appendControl(b, s[0])
		s = s[1:]
	}
	return string(append(b, '\''))
}

// appendControl appends the escape of a byte that cannot be shown.
func appendControl(b []byte, c byte) []byte {
	if i := strings.IndexByte("\a\b\t\n\v\f\r\x1b", c); i >= 0 {
		return append(b, '\\', "abtnvfrE"[i])
	}
	return append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
}

// ArrayValue is the elements of an array as they stand in an assignment.
func ArrayValue(v *vars.Vars, s vars.Slot) string {
	keys, elems := v.AppendKeys(nil, s), v.AppendElems(nil, s)
	assoc := v.Attrs(s)&vars.Assoc != 0
	var b strings.Builder
	b.WriteByte('(')
	for i := range elems {
		if i > 0 && !assoc {
			b.WriteByte(' ')
		}
		b.WriteString("[" + quoteKey(keys[i], v.UTF8()) + "]=" + QuoteDouble(elems[i], v.UTF8()))
		if assoc {
			b.WriteByte(' ')
		}
	}
	b.WriteByte(')')
	return b.String()
}

// quoteKey quotes the key of an associative array if that is needed.
func quoteKey(key string, isUTF8 bool) string {
	if key != "" && key != "@" && printable(key, isUTF8) {
		plain := true
		for i := range len(key) {
			plain = plain && (!needsBackslash(key, i) || key[i] == ',')
		}
		if plain {
			return key
		}
	}
	return QuoteDouble(key, isUTF8)
}

// QuoteDouble quotes s with double quotes, or as $'...' if there are characters
// that cannot be shown.
func QuoteDouble(s string, isUTF8 bool) string {
	if !printable(s, isUTF8) {
		return quoteDollar(s, isUTF8)
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		if strings.IndexByte("\"$`\\", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
	return b.String()
}
