package columns

import "strings"

// Quote quotes s so that any shell of the family of sh reads it as one word with
// that value: as it is where nothing in it is special, else in single quotes.
func Quote(s string) string {
	if s != "" && strings.IndexFunc(s, special) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// special tells whether a shell may read r as something else than itself.
func special(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
		r < 0x80 && strings.IndexByte("_-./:,@%+", byte(r)) >= 0)
}

// QuoteAll quotes each of words, with blanks between them.
func QuoteAll(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = Quote(w)
	}
	return strings.Join(quoted, " ")
}
