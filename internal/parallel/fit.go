package parallel

import "strings"

// fitGrep: without -a a NUL in one part would change what comes of the others.
func fitGrep(a *arguments) string {
	if !a.has('a') {
		return "without -a a NUL in the input changes what it does"
	}
	if a.has('e') == (len(a.operands) > 0) { // the operand is a file, or there is no pattern
		return "it reads files"
	}
	return ""
}

// patterns are those of grep.
func (a *arguments) patterns() []string {
	if a.has('e') {
		return a.valuesOf('e')
	}
	return a.operands
}

// costGrep: what is looked for as text is found at once.
func costGrep(a *arguments) float64 {
	for _, p := range a.patterns() {
		if !a.has('F') && strings.ContainsAny(p, `[]()*+?{}|\.`) || a.has('i') || a.has('o') {
			return 12
		}
	}
	return 0.5
}

// fitCut: a delimiter that is a newline makes one line of all.
func fitCut(a *arguments) string {
	for _, d := range a.valuesOf('d') {
		if d == "" || strings.Contains(d, "\n") {
			return "the delimiter is a newline"
		}
	}
	if strings.ContainsAny(a.letters, "bcf") {
		return ""
	}
	return "there is no list"
}

// fitTr: what is squeezed must be nothing that a part may end with.
func fitTr(a *arguments) string {
	if !a.has('s') {
		return ""
	}
	if a.has('c') || a.has('C') {
		return "it may squeeze newlines"
	}
	for _, set := range a.operands {
		for _, c := range []byte(set) {
			if c <= ' ' && c != ' ' || c == '[' || c == '\\' || c >= 0x80 {
				return "it may squeeze newlines"
			}
		}
	}
	return ""
}

// fitSed: every command of the script does the same with every line, and keeps
// nothing for the next.
func fitSed(a *arguments) string {
	scripts := a.operands
	if a.has('e') == (len(scripts) > 0) {
		return "it reads files"
	}
	for _, s := range append(a.valuesOf('e'), scripts...) {
		if !sedScript(s) {
			return "the script may ask which line it is, or keep something of it"
		}
	}
	return ""
}

// sedScript tells whether a script of sed has nothing but s, y, d, p and G, with
// patterns before them or not, separated by semicolons.
func sedScript(s string) bool {
	for {
		s = strings.TrimLeft(s, " ;")
		if s == "" {
			return true
		}
		if s[0] == '/' {
			pattern, rest, ok := sedPart(s[1:], '/')
			if !ok || pattern == "" {
				return false
			}
			s = strings.TrimLeft(rest, " ")
			s = strings.TrimPrefix(s, "!")
		}
		var ok bool
		if s, ok = sedCommand(s); !ok {
			return false
		}
		if s != "" && s[0] != ';' {
			return false
		}
	}
}

// sedCommand reads one command, and returns what is behind it.
func sedCommand(s string) (rest string, ok bool) {
	if s == "" {
		return "", false
	}
	switch s[0] {
	case 'd', 'p', 'G':
		return strings.TrimLeft(s[1:], " "), true
	case 's', 'y':
	default:
		return "", false
	}
	if len(s) < 2 || !strings.ContainsRune("/,|#:!%@~+_^", rune(s[1])) {
		return "", false
	}
	from, rest, ok := sedPart(s[2:], s[1])
	if !ok || from == "" { // an empty pattern is the one that was used last
		return "", false
	}
	if _, rest, ok = sedPart(rest, s[1]); !ok {
		return "", false
	}
	if s[0] == 's' {
		rest = strings.TrimLeft(rest, "gpiI0123456789")
	}
	return strings.TrimLeft(rest, " "), true
}

// sedPart reads up to a delimiter.
func sedPart(s string, delim byte) (part, rest string, ok bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case delim:
			return s[:i], s[i+1:], true
		case '\\':
			i++
		case '\n':
			return "", "", false
		}
	}
	return "", "", false
}
