package ere

import "gpipe/internal/chars"

type kind uint8

const (
	charNode   kind = iota // one character of an atom
	catNode                // subs, one after the other
	altNode                // one of subs
	repeatNode             // subs[0], min to max times
	groupNode              // subs[0], whose bounds are kept
	assertNode             // nothing, in a certain place
	refNode                // what a group matched
)

// tree is a parsed expression. Nil is the empty one.
type tree struct {
	kind     kind
	arg      int32 // of a charNode the atom, of a groupNode and refNode the group, of an assertNode the assertion
	min, max int   // of a repeatNode; max is infinite if negative
	subs     []*tree
	// size is a bound of the number of nodes the expression compiles to.
	size int
	// plain is set if it matches no empty string and has no group in it, so
	// that it does not matter which copy of it matches.
	plain bool
}

// infinite is a max.
const infinite = -1

// maxSize bounds the number of nodes that an expression compiles to, and with
// it the memory it takes.
const maxSize = 1 << 18

// loosen makes the back-references in t repetitions of any character.
func (p *parser) loosen(t *tree) {
	if t == nil {
		return
	}
	for _, sub := range t.subs {
		p.loosen(sub)
	}
	if t.kind != refNode {
		return
	}
	if p.every == noAtom {
		every := new(chars.Set)
		every.Add(0, chars.Invalid+0xff)
		p.every = p.addSet(every)
	}
	*t = tree{kind: repeatNode, max: infinite, subs: []*tree{character(p.every)}, size: t.size}
	p.backRefs = false
}

// sized gives the tree its size, and an error if that is too big.
func (t *tree) sized() (*tree, error) {
	t.size = 1
	for _, sub := range t.subs {
		if sub != nil {
			t.size += sub.size + 1
		}
	}
	if t.kind == repeatNode {
		t.size = (t.subs[0].size + 1) * max(t.min+1, t.max)
	}
	if t.size > maxSize {
		return nil, ErrTooBig
	}
	return t, nil
}
