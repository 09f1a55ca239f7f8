package completion

import (
	"strconv"
	"strings"
)

// blank tells whether a separator may stand for several.
func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// Split splits the text of -W at separators that are not quoted. The words are as
// they are written. A separator that is no blank ends a word together with the
// blanks around it, as in the splitting of fields.
func Split(text, separators string) []string {
	var words []string
	is := func(i int) bool { return i < len(text) && strings.IndexByte(separators, text[i]) >= 0 }
	i := 0
	for is(i) && blank(text[i]) {
		i++
	}
	for i < len(text) {
		end := i
		for end < len(text) && !is(end) {
			end = skip(text, end)
		}
		words = append(words, text[i:end])
		i = end
		for is(i) && blank(text[i]) {
			i++
		}
		if is(i) && !blank(text[i]) {
			for i++; is(i) && blank(text[i]); i++ {
			}
		}
	}
	return words
}

// skip returns the offset behind what stands at i: one byte, or all that is
// quoted or expanded together with it.
func skip(text string, i int) int {
	rest := text[i+1:]
	switch text[i] {
	case '\\':
		return min(i+2, len(text))
	case '\'':
		return behind(text, i, strings.IndexByte(rest, '\''))
	case '"', '`':
		for j := i + 1; j < len(text); {
			switch {
			case text[j] == text[i]:
				return j + 1
			case text[j] == '$':
				j = skip(text, j)
			case text[j] == '\\':
				j += 2
			default:
				j++
			}
		}
		return len(text)
	case '$':
		return skipDollar(text, i)
	}
	return i + 1
}

// skipDollar skips an expansion.
func skipDollar(text string, i int) int {
	if i+1 == len(text) {
		return i + 1
	}
	var closing byte
	switch text[i+1] {
	case '(':
		closing = ')'
	case '{':
		closing = '}'
	case '\'':
		for j := i + 2; j < len(text); j++ {
			switch text[j] {
			case '\\':
				j++
			case '\'':
				return j + 1
			}
		}
		return len(text)
	default:
		return i + 1
	}
	opening := text[i+1]
	depth := 1
	for j := i + 2; j < len(text); {
		switch text[j] {
		case opening:
			depth++
			j++
		case closing:
			j++
			if depth--; depth == 0 {
				return j
			}
		default:
			j = skipFlat(text, j)
		}
	}
	return len(text)
}

// skipFlat is skip without expansions in expansions, whose brackets are counted.
func skipFlat(text string, i int) int {
	if c := text[i]; c == '\\' || c == '\'' {
		return skip(text, i)
	}
	if text[i] == '"' {
		for j := i + 1; j < len(text); j++ {
			switch text[j] {
			case '\\':
				j++
			case '"':
				return j + 1
			}
		}
		return len(text)
	}
	return i + 1
}

// behind is the offset behind the byte that was found n bytes after i+1; the end
// of the text, if it was not.
func behind(text string, i, n int) int {
	if n < 0 {
		return len(text)
	}
	return i + n + 2
}

// Unquote takes the quoting of a word away that may not be complete.
func Unquote(word string) string {
	if !strings.ContainsAny(word, `\'"`) {
		return word
	}
	var b strings.Builder
	var quote byte // a dollar sign: $'
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c == quote && c != '$', quote == '$' && c == '\'':
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && c == '$' && strings.HasPrefix(word[i+1:], "'"):
			quote = c
			i++
		case c == '\\' && quote == '$':
			n, char := ansiEscape(word[i:])
			b.WriteString(char)
			i += n - 1
		case c == '\\' && quote != '\'' && i+1 < len(word):
			i++
			if quote == '"' && strings.IndexByte("$`\"\\\n", word[i]) < 0 {
				b.WriteByte('\\')
			}
			b.WriteByte(word[i])
		case c == '\\' && quote != '\'':
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// ansiEscape reads the escape of $'...' that a text begins with, of those that
// escape writes and those of one letter.
func ansiEscape(text string) (size int, char string) {
	if len(text) == 1 {
		return 1, ""
	}
	n := 0
	for n < 3 && n+1 < len(text) && text[n+1] >= '0' && text[n+1] <= '7' {
		n++
	}
	if v, err := strconv.ParseUint(text[1:1+n], 8, 16); err == nil {
		return 1 + n, string([]byte{byte(v)})
	}
	if i := strings.IndexByte("abefnrtv", text[1]); i >= 0 {
		return 2, "\a\b\x1b\f\n\r\t\v"[i : i+1]
	}
	return 2, text[1:2]
}

// Written is a word of -W as the grammar of the shell has it: operators and
// comments in it are quoted, and quotes that are open are closed.
func Written(word string) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		next := skip(word, i)
		switch c := word[i]; {
		case strings.IndexByte(";&|<>() \t\n#", c) >= 0:
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\\' && i+1 == len(word):
			b.WriteString(`\\`)
		case c == '\'' || c == '"':
			b.WriteString(word[i:next])
			if next == i+1 || word[next-1] != c || c == '"' && skip(word+"\"", i) == next+1 && !closed(word[i:next]) {
				b.WriteByte(c)
			}
		default:
			b.WriteString(word[i:next])
		}
		i = next
	}
	return b.String()
}

// closed tells whether a double-quoted text ends with its quote.
func closed(text string) bool {
	for i := 1; i < len(text); {
		if text[i] == '"' {
			return true
		}
		if text[i] == '\\' {
			i += 2
			continue
		}
		i = skip(text, i)
	}
	return false
}
