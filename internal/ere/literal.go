package ere

import (
	"strings"
	"unicode/utf8"
)

// specials are the characters that mean something in an expression. A closing
// bracket or brace alone does not, nor does a parenthesis that closes nothing:
// the parser sees to that one.
const specials = `\.[()*+?{|^$`

// literalOf returns the only string that text matches, if that can be told at
// a glance. Case must count, and characters must be whole, so that they can be
// looked for as bytes.
func literalOf(text string, flags Flags) (string, bool) {
	if flags&FoldCase != 0 || flags&UTF8 != 0 && !utf8.ValidString(text) {
		return "", false
	}
	if !strings.ContainsAny(text, specials) {
		return text, true
	}
	var b []byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) && strings.IndexByte(specials+"]}", text[i+1]) >= 0 {
			i++
			c = text[i]
		} else if strings.IndexByte(specials, c) >= 0 {
			return "", false
		}
		b = append(b, c)
	}
	return string(b), true
}
