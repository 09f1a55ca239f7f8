package source

import "mvdan.cc/sh/v3/syntax"

// added stands before the value of [index]+=value in a list of elements, which
// the parser is given as [index]=value: quotes around nothing, in an order that
// nobody writes.
const (
	added      = `$''""$''""$''`
	addedParts = 5
)

// Added returns the value of an element, and whether it is to be appended.
func Added(w *syntax.Word) (*syntax.Word, bool) {
	if w == nil || len(w.Parts) < addedParts {
		return w, false
	}
	for i, part := range w.Parts[:addedParts] {
		switch q := part.(type) {
		case *syntax.SglQuoted:
			if i%2 != 0 || !q.Dollar || q.Value != "" {
				return w, false
			}
		case *syntax.DblQuoted:
			if i%2 == 0 || q.Dollar || len(q.Parts) > 0 {
				return w, false
			}
		default:
			return w, false
		}
	}
	return &syntax.Word{Parts: w.Parts[addedParts:]}, true
}
