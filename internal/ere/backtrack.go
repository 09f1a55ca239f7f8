package ere

import (
	"slices"
	"strings"

	"gpipe/internal/chars"
)

// maxSteps bounds the steps on the ways that are tried for an expression with
// back-references, maxTried the memory of which were tried before.
const (
	maxSteps = 1 << 25
	maxTried = 1 << 18
)

// backtracker matches an expression with back-references. From the same node,
// at the same place, with the same text for the groups that are referred to it
// goes only once.
type backtracker struct {
	re    *Regexp
	s     string
	refs  []int32 // the groups that are referred to
	tried map[wayKey]struct{}
	more  []byte
	todo  []way
	steps int

	end  int // of the longest match so far, or -1
	best []int
}

// wayKey is all that matters about a way: of the groups that are referred to
// the bounds of the first, and those of the others.
type wayKey struct {
	node             int32
	at, first, after int
	more             string
}

// way is a way that is to be tried.
type way struct {
	node int32
	at   int
	loc  []int // of the groups
	kept []int // when one ended that was not empty
}

func (re *Regexp) backtrack(s string, loc []int) (bool, error) {
	b := &backtracker{re: re, s: s, tried: make(map[wayKey]struct{})}
	for i := range re.prog.nodes {
		if n := &re.prog.nodes[i]; n.op == opRef && !slices.Contains(b.refs, n.arg) {
			b.refs = append(b.refs, n.arg)
		}
	}
	at := 0
	if re.loose != nil {
		found, ok := re.loose.start(s)
		if !ok {
			return false, nil
		}
		at = found
	}
	for at = re.candidate(s, at); at >= 0; {
		if !b.from(at, loc) {
			return false, ErrTooComplex
		}
		if b.end >= 0 {
			copy(loc, b.best)
			loc[0], loc[1] = at, b.end
			return true, nil
		}
		if at == len(s) || re.anchored {
			break
		}
		_, size := chars.Decode(s[at:], re.flags&UTF8 != 0)
		at = re.candidate(s, at+size)
	}
	return false, nil
}

// from finds the longest match that begins at s[at]: of several ways the one
// that is tried first. It tells whether it came to an end.
func (b *backtracker) from(at int, none []int) bool {
	b.end = -1
	clear(b.tried)
	b.todo = append(b.todo[:0], way{b.re.prog.start, at, none, none})
	for len(b.todo) > 0 && b.end < len(b.s) {
		w := b.todo[len(b.todo)-1]
		b.todo = b.todo[:len(b.todo)-1]
		for ok := true; ok; b.steps++ {
			if b.steps > maxSteps || len(b.tried) > maxTried {
				return false
			}
			w, ok = b.step(w)
		}
	}
	return true
}

// step goes on to the next node. It tells whether there is one.
func (b *backtracker) step(w way) (way, bool) {
	n := &b.re.prog.nodes[w.node]
	switch n.op {
	case opMatch:
		if w.at > b.end {
			b.end, b.best = w.at, w.loc
		}
		return w, false
	case opSplit:
		if !b.isNew(w) {
			return w, false
		}
		b.todo = append(b.todo, way{n.other, w.at, w.loc, w.kept})
	case opChar:
		if w.at == len(b.s) {
			return w, false
		}
		r, size := chars.Decode(b.s[w.at:], b.re.flags&UTF8 != 0)
		if !b.re.prog.atoms[n.arg].has(fold(r, b.re.flags)) {
			return w, false
		}
		w.at += size
	case opOpen:
		w.loc = slices.Clone(w.loc)
		w.loc[2*n.arg], w.loc[2*n.arg+1] = w.at, -1
	case opClose:
		w.loc = slices.Clone(w.loc)
		if closeGroup(n, w.at, w.loc, w.kept) {
			w.kept = w.loc
		}
	case opAssert:
		if !b.holds(assert(n.arg), w.at) {
			return w, false
		}
	case opRef:
		size := b.again(w, n.arg)
		if size < 0 {
			return w, false
		}
		w.at += size
	}
	w.node = n.next
	return w, true
}

// isNew tells whether a way was not tried before, and notes that it is.
func (b *backtracker) isNew(w way) bool {
	first := b.refs[0]
	k := wayKey{node: w.node, at: w.at, first: w.loc[2*first], after: w.loc[2*first+1]}
	if len(b.refs) > 1 {
		b.more = b.more[:0]
		for _, g := range b.refs[1:] {
			b.more = appendNumber(appendNumber(b.more, int32(w.loc[2*g])), int32(w.loc[2*g+1]))
		}
		k.more = string(b.more)
	}
	n := len(b.tried)
	b.tried[k] = struct{}{}
	return len(b.tried) > n
}

func (b *backtracker) holds(a assert, at int) bool {
	before, after := noChar, noChar
	wide := b.re.flags&UTF8 != 0
	if at > 0 {
		r, _ := chars.DecodeLast(b.s[:at], wide)
		before = b.sideOf(r)
	}
	if at < len(b.s) {
		r, _ := chars.Decode(b.s[at:], wide)
		after = b.sideOf(r)
	}
	return a.holds(before, after)
}

func (b *backtracker) sideOf(r rune) side {
	if b.re.prog.words && isWord(r, b.re.flags) {
		return wordChar
	}
	return otherChar
}

// again gives the length of what a group matched where it stands once more, or
// -1. A group that took no part does not.
func (b *backtracker) again(w way, group int32) int {
	start, end := w.loc[2*group], w.loc[2*group+1]
	if start < 0 || end < 0 {
		return -1
	}
	text, rest := b.s[start:end], b.s[w.at:]
	if b.re.flags&FoldCase == 0 {
		if strings.HasPrefix(rest, text) {
			return len(text)
		}
		return -1
	}
	size := 0
	for wide := b.re.flags&UTF8 != 0; text != ""; {
		if size == len(rest) {
			return -1
		}
		r, n := chars.Decode(text, wide)
		q, k := chars.Decode(rest[size:], wide)
		if fold(r, b.re.flags) != fold(q, b.re.flags) {
			return -1
		}
		text = text[n:]
		size += k
	}
	return size
}
