package ere

// assert is a condition about the place between two characters.
type assert uint8

const (
	textStart  assert = iota // ^ and \`
	textEnd                  // $ and \'
	wordStart                // \<
	wordEnd                  // \>
	wordEdge                 // \b
	noWordEdge               // \B
)

func assertByLetter(c byte) (assert, bool) {
	switch c {
	case '`':
		return textStart, true
	case '\'':
		return textEnd, true
	case '<':
		return wordStart, true
	case '>':
		return wordEnd, true
	case 'b':
		return wordEdge, true
	case 'B':
		return noWordEdge, true
	}
	return 0, false
}

// side is what stands on one side of a place.
type side uint8

const (
	noChar side = iota // the string ends here
	wordChar
	otherChar
	sides = iota
)

// holds tells whether the condition is met between two sides.
func (a assert) holds(before, after side) bool {
	left, right := before == wordChar, after == wordChar
	switch a {
	case textStart:
		return before == noChar
	case textEnd:
		return after == noChar
	case wordStart:
		return !left && right
	case wordEnd:
		return left && !right
	case wordEdge:
		return left != right
	}
	return left == right
}
