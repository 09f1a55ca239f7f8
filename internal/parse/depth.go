package parse

// The scanner counts how deep text nests as it understands it. These bounds
// hold whatever the text means: below them the parser's recursion is far from
// the end of a stack, of which it needs up to 5 kB for a bracket.
const (
	maxOpen = 100_000 // brackets that are open at once, wherever they stand
	maxOdd  = 50_000  // what may nest, in the rest of a line that makes no sense
)

// tooOpen tells whether text has more brackets open at once than can be
// parsed.
func tooOpen(text []byte) bool {
	if len(text) <= maxOpen {
		return false
	}
	n := 0
	for _, c := range text {
		switch c {
		case '(', '{', '[':
			if n++; n > maxOpen {
				return true
			}
		case ')', '}', ']':
			n = max(n-1, 0)
		}
	}
	return false
}

// tooOdd tells whether text that the scanner did not understand might nest too
// deep: by brackets, by operators, or by reserved words.
func tooOdd(text []byte) bool {
	if len(text) <= maxOdd {
		return false
	}
	n := 0
	for _, c := range text {
		if isByte(c, "([{!~?=-+*|&`; \t\n") {
			n++
		}
	}
	return n > maxOdd
}
