package past

import "strings"

// Words cuts a command into the words that !$ and M-. count: like those of the
// shell, but only as far as that can be told without parsing. Operators are
// words, and quotes stay where they are.
func Words(command string) []string {
	var words []string
	for _, w := range WordSpans(command) {
		words = append(words, command[w[0]:w[1]])
	}
	return words
}

// WordSpans tells where the words begin and end.
func WordSpans(command string) [][2]int {
	var spans [][2]int
	for i := 0; i < len(command); {
		if isBlank(command[i]) {
			i++
			continue
		}
		end := wordEnd(command, i)
		spans = append(spans, [2]int{i, end})
		i = end
	}
	return spans
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// operators are those of several characters, longer ones first.
const operators = "<<< <<- && || >> << <& >& &> ;; <> >|"

// wordEnd is where the word ends that begins at i.
func wordEnd(s string, i int) int {
	if n := numberedRedirection(s[i:]); n > 0 {
		return i + n
	}
	if strings.IndexByte("<>;&|()", s[i]) >= 0 && !substitutes(s, i) {
		return i + operatorSize(s[i:])
	}
	for i < len(s) {
		switch c := s[i]; {
		case c == '\\':
			i += 2
		case c == '\'' || c == '"' || c == '`':
			i = quoteEnd(s, i)
		case c == '$' && i+1 < len(s) && s[i+1] == '(', substitutes(s, i), extended(s, i):
			i = groupEnd(s, i+1)
		case isBlank(c) || strings.IndexByte("<>;&|()", c) >= 0:
			return i
		default:
			i++
		}
	}
	return len(s)
}

// numberedRedirection is the size of one with a descriptor, as in 2>.
func numberedRedirection(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 || n == len(s) || s[n] != '<' && s[n] != '>' {
		return 0
	}
	return n + operatorSize(s[n:])
}

// operatorSize is the size of the operator that s begins with. The number of a
// descriptor, or the hyphen, after >& is a part of it.
func operatorSize(s string) int {
	n := 1
	for op := range strings.FieldsSeq(operators) {
		if strings.HasPrefix(s, op) {
			n = len(op)
			break
		}
	}
	if s[:n] == ">&" || s[:n] == "<&" {
		for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '-') {
			n++
		}
	}
	return n
}

// substitutes tells a process substitution from a redirection.
func substitutes(s string, i int) bool {
	return (s[i] == '<' || s[i] == '>') && i+1 < len(s) && s[i+1] == '('
}

// extended tells whether an extended pattern is at i, as in @(a|b).
func extended(s string, i int) bool {
	return strings.IndexByte("?*+@!", s[i]) >= 0 && i+1 < len(s) && s[i+1] == '('
}

// quoteEnd is where what is quoted at i ends.
func quoteEnd(s string, i int) int {
	quote := s[i]
	for i++; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote != '\'':
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// groupEnd is where the parenthesis at i is closed.
func groupEnd(s string, i int) int {
	depth := 0
	for i < len(s) {
		switch s[i] {
		case '\\':
			i++
		case '\'', '"', '`':
			i = quoteEnd(s, i)
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return len(s)
}
