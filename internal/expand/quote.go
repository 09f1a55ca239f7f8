package expand

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/columns"
)

// Quote quotes s so that a shell reads it back as one word: in single quotes,
// or, when it has control characters, as $'...'.
func Quote(s string) string {
	if !hasControl(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	b := append(make([]byte, 0, len(s)+8), "$'"...)
	for i, n := 0, 0; i < len(s); i += n {
		var acts bool
		n, acts = columns.Acts(s, i)
		b = appendANSI(b, s, i, n, acts)
	}
	return string(append(b, '\''))
}

// hasControl tells whether s has characters that would upset a terminal, or
// bytes that are not UTF-8.
func hasControl(s string) bool {
	for i, n := 0, 0; i < len(s); i += n {
		if n = 1; ' ' <= s[i] && s[i] < 0x7f {
			continue
		}
		var acts bool
		if n, acts = columns.Acts(s, i); acts || n == 1 {
			return true
		}
	}
	return false
}

// appendANSI appends the character s[i:i+n] as it is written in $'...'.
func appendANSI(b []byte, s string, i, n int, acts bool) []byte {
	const from, to = "\a\b\t\n\v\f\r\x1b'\\", `abtnvfrE'\`
	if k := strings.IndexByte(from, s[i]); k >= 0 {
		return append(b, '\\', to[k])
	}
	if !acts && (n > 1 || s[i] < utf8.RuneSelf) {
		return append(b, s[i:i+n]...)
	}
	for _, c := range []byte(s[i : i+n]) {
		b = append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
	}
	return b
}
