package parallel

import "strings"

// fitAwk: the program keeps nothing from one line to the next, and does not ask which
// one it is.
func fitAwk(a *arguments) string {
	for _, f := range a.valuesOf('F') {
		if strings.Contains(f, "\n") {
			return "fields are separated by newlines"
		}
	}
	if !awkProgram(a.operands[0]) {
		return "the program may keep something of a line, or write elsewhere"
	}
	return ""
}

// awkProgram tells whether a program of awk has nothing but such words, numbers, texts,
// fields, patterns, and operators that assign nothing and write nowhere else.
func awkProgram(s string) bool {
	operand := false // what is before is one: a slash divides
	depth := 0       // of braces and parentheses
	for s != "" {
		c := s[0]
		n := 1
		switch {
		case c == ' ' || c == '\t':
			s = s[1:]
			continue
		case c == '"':
			if n = awkQuoted(s, '"'); n == 0 {
				return false
			}
			operand = true
		case c == '/' && !operand:
			if n = awkQuoted(s, '/'); n == 0 {
				return false
			}
			operand = true
		case isLetter(c):
			for n < len(s) && (isLetter(s[n]) || isDigit(s[n])) {
				n++
			}
			if !isAwkWord(s[:n]) {
				return false
			}
			operand = s[:n] == "NF" || s[:n] == "length"
		case isDigit(c):
			for n < len(s) && (isDigit(s[n]) || s[n] == '.') {
				n++
			}
			operand = true
		default:
			if n = awkOperator(s); n == 0 {
				return false
			}
			operand = c == ')'
			switch {
			case c == '{' || c == '(':
				depth++
			case c == '}' || c == ')':
				depth--
			case c == ',' && depth == 0: // a range of lines
				return false
			}
		}
		s = s[n:]
	}
	return true
}

// isAwkWord tells whether a word is one of a program that keeps nothing.
func isAwkWord(word string) bool {
	switch word {
	case "print", "printf", "sprintf", "length", "substr", "toupper", "tolower", "index", "int", "if", "else", "next", "NF":
		return true
	}
	return false
}

// awkQuoted is how long a text or a pattern is, 0: it does not end.
func awkQuoted(s string, delim byte) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case delim:
			return i + 1
		case '\\':
			i++
		case '\n':
			return 0
		}
	}
	return 0
}

// awkOperator is how long the operator is at the beginning of s, 0: there is none, or
// one that assigns, writes, or reads. > in a program may be a redirection.
func awkOperator(s string) int {
	for _, two := range [...]string{"==", "!=", "<=", "&&", "||", "!~"} {
		if strings.HasPrefix(s, two) {
			return 2
		}
	}
	if strings.HasPrefix(s, "++") || strings.HasPrefix(s, "--") || len(s) > 1 && s[1] == '=' {
		return 0
	}
	if strings.IndexByte("{}(),;$+-*/%!~?:", s[0]) >= 0 {
		return 1
	}
	return 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
