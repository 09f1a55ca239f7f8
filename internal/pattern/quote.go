package pattern

import "strings"

// Quote appends s to dst with a backslash before each character that means
// something in a pattern, inside or outside a bracket expression: as part of
// a pattern, what is appended matches s itself.
func Quote(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if special(s[i]) {
			dst = append(dst, '\\')
		}
		dst = append(dst, s[i])
	}
	return dst
}

func special(c byte) bool {
	switch c {
	case '*', '?', '[', ']', '\\', '!', '^', '-', ':', '.', '=', '+', '@', '(', ')', '|':
		return true
	}
	return false
}

// Unescape appends text to dst without the backslashes that quote: for text
// without other special characters this is the string it matches.
func Unescape(dst []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		dst = append(dst, text[i])
	}
	return dst
}

// unescape is Unescape for what mostly has nothing to remove.
func withoutEscapes(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	return string(Unescape(nil, text))
}

// HasMeta tells whether text matches anything else than its own characters
// without their quoting: whether pathname expansion has work to do.
func HasMeta(text string, flags Flags) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '*', '?':
			return true
		case '\\':
			i++
		case '[':
			if bracket(text, i, flags, nil) > 0 {
				return true
			}
		case '(':
			// Rarely reached, so that it may look at the whole text.
			if flags&ExtGlob != 0 && i > 0 && groupOp(text[i-1]) {
				if _, groups := parse(text, flags); groups {
					return true
				}
				flags &^= ExtGlob
			}
		}
	}
	return false
}
