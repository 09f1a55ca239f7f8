package parse

import "mvdan.cc/sh/v3/syntax"

// addedMark stands before the value of [index]+=value in a list of elements, which
// the parser is given as [index]=value: quotes around nothing, in an order that
// nobody writes.
const (
	addedMark  = `$''""$''""$''`
	addedParts = 5
)

// Added returns the value of an element, and whether it is to be appended.
func Added(w *syntax.Word) (*syntax.Word, bool) {
	if w == nil || !marked(w, addedParts, 1) {
		return w, false
	}
	return &syntax.Word{Parts: w.Parts[addedParts:]}, true
}

// toggledMark stands before the pattern of ${name~pattern}, which the parser is given
// as ${name^pattern}.
const (
	toggledMark  = `""$''""$''""`
	toggledParts = 5
)

// Toggled returns the pattern of ${name^pattern}, nil if there is none, and whether
// it stands for ${name~pattern}.
func Toggled(w *syntax.Word) (*syntax.Word, bool) {
	if w == nil || !marked(w, toggledParts, 0) {
		return w, false
	}
	if len(w.Parts) == toggledParts {
		return nil, true
	}
	return &syntax.Word{Parts: w.Parts[toggledParts:]}, true
}

// marked tells whether a word begins with so many quotes around nothing, by turns
// "" and $”, the first of which is "" if double is 0.
func marked(w *syntax.Word, parts, double int) bool {
	if len(w.Parts) < parts {
		return false
	}
	for i, part := range w.Parts[:parts] {
		switch q := part.(type) {
		case *syntax.SglQuoted:
			if i%2 == double || !q.Dollar || q.Value != "" {
				return false
			}
		case *syntax.DblQuoted:
			if i%2 != double || q.Dollar || len(q.Parts) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}
