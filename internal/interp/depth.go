package interp

import "strings"

// maxNesting bounds the nesting of source text before it is parsed: the
// parser recurses, and a goroutine's stack overflow cannot be caught.
const maxNesting = 10000

// checkDepth estimates the nesting of text from its brackets and keywords.
// It does not know quotes, so that it may only be wrong for text with
// thousands of unmatched brackets in strings.
func checkDepth(text string) *SyntaxError {
	if len(text) < maxNesting {
		return nil
	}
	var brackets, words int
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', '{', '[':
			brackets++
		case ')', '}', ']':
			brackets = max(brackets-1, 0)
		case 'i', 'w', 'u', 'f', 'c', 's', 'd', 'e', '!':
			if i == 0 || isBlank(text[i-1]) {
				words = max(words+keywordDepth(text[i:]), 0)
			}
		}
		if brackets > maxNesting || words > maxNesting {
			return &SyntaxError{Line: 1 + strings.Count(text[:i], "\n"), Text: errTooDeep.Error()}
		}
	}
	return nil
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == ';' || c == '&' || c == '|' || c == '('
}

// keywordDepth is 1 for a word at the start of s that opens a construct, -1
// for one that closes it.
func keywordDepth(s string) int {
	n := 0
	for n < len(s) && n < 7 && (s[n] >= 'a' && s[n] <= 'z' || s[n] == '!') {
		n++
	}
	switch s[:n] {
	case "if", "while", "until", "for", "case", "select", "!":
		return 1
	case "fi", "done", "esac":
		return -1
	}
	return 0
}
