package ere

import (
	"slices"
	"unicode/utf8"
)

// ways is what it takes to find the way that a match took: which of the nodes
// are open, that is which of them lead to its end, at every place in it.
type ways struct {
	// block has for each place from lower to upper the state before it, from
	// right to left, which knows what is open there.
	block        []*state
	lower, upper int
	marks        []mark // the places where blocks end, from right to left

	kept []int // the bounds of the groups when one ended that was not empty
	// passed has for each node the turn in which it was passed last. Every
	// character begins a turn.
	passed []int
	turn   int
	taken  int // how many nodes were passed in this turn
	// flipped tells for a choice which way was taken last when a turn takes
	// long.
	flipped []bool
}

// mark is a place and the state behind it, from right to left.
type mark struct {
	at int
	st *state
}

// usualBlock is for how many bytes at once it is known which nodes are open. A
// longer match is gone through once more.
const usualBlock = 1 << 12

// divide puts marks into a match.
func (m *machine) divide(s string, start, end int) {
	w := &m.ways
	last := mark{end, m.endAt(&m.back, s, end)}
	w.marks = append(w.marks[:0], last)
	for last.at-start >= m.blockSize {
		last = m.goBack(s, last, last.at-m.blockSize+1, nil)
		w.marks = append(w.marks, last)
	}
}

// goBack goes from a mark to the first place before lower, and puts the states
// on its way in block unless it is nil.
func (m *machine) goBack(s string, from mark, lower int, block []*state) mark {
	st, at := from.st, from.at
	for at >= lower {
		l, size := noLetter, 1
		if at > 0 {
			l, size = m.letterBefore(s, at)
		}
		st = m.stepBack(&m.back, st, l)
		if block != nil {
			block[at-lower] = st
		}
		at -= size
	}
	m.steps += from.at - at
	return mark{at, st}
}

// nextBlock makes known what is open in the next block of a match.
func (m *machine) nextBlock(s string, start int) {
	w := &m.ways
	last := w.marks[len(w.marks)-1]
	w.marks = w.marks[:len(w.marks)-1]
	w.lower, w.upper = max(w.upper+1, start), last.at
	w.block = slices.Grow(w.block[:0], w.upper-w.lower+1)[:w.upper-w.lower+1]
	m.goBack(s, last, w.lower, w.block)
}

// groups sets the bounds of the groups of a match, of which those of the whole
// are known, going the way of the match as the GNU C library does.
func (m *machine) groups(s string, loc []int) {
	start, end := loc[0], loc[1]
	w := &m.ways
	if w.passed == nil {
		w.passed, w.flipped = make([]int, len(m.re.prog.nodes)), make([]bool, len(m.re.prog.nodes))
	}
	w.kept = append(w.kept[:0], loc...)
	w.upper = -1
	m.divide(s, start, end)
	m.nextBlock(s, start)
	w.begin()
	k, at := m.re.prog.start, start
	for {
		n := &m.re.prog.nodes[k]
		next := n.next
		switch n.op {
		case opMatch:
			clear(w.block)
			m.steps += w.taken
			return
		case opChar:
			if s[at] < utf8.RuneSelf {
				at++
			} else {
				_, size := m.letterAt(s, at)
				at += size
			}
			if at > w.upper {
				m.nextBlock(s, start)
			}
			m.steps += w.taken
			w.begin()
			k = next
			continue
		case opOpen:
			loc[2*n.arg], loc[2*n.arg+1] = at, -1
		case opClose:
			if closeGroup(n, at, loc, w.kept) && m.re.prog.optional {
				copy(w.kept, loc)
			}
		}
		w.pass(k)
		if n.op == opSplit {
			next = m.choose(k, at)
		}
		k = next
	}
}

// closeGroup ends a group at a place. One that is repeated, and now matched
// nothing, is as if it had not been there once more: all bounds become what they
// were when a group ended last that was not empty. It tells whether this one is
// not.
func closeGroup(n *node, at int, loc, kept []int) bool {
	g := 2 * n.arg
	switch {
	case loc[g] < at:
		loc[g+1] = at
		return true
	case n.optional && kept[g] >= 0:
		copy(loc, kept)
	default:
		loc[g+1] = at
	}
	return false
}

// begin begins a turn.
func (w *ways) begin() {
	w.turn++
	w.taken = 0
}

// pass notes that a node is passed.
func (w *ways) pass(k int32) {
	w.passed[k] = w.turn
	w.taken++
}

// choose takes the first way if it is open, unless it begins where this turn
// has been already and the other one is open, too. There are expressions for
// which that goes round in circles, as it does in the GNU C library: then the
// two ways take turns, which leads out of any circle.
func (m *machine) choose(k int32, at int) int32 {
	w := &m.ways
	n := &m.re.prog.nodes[k]
	open := w.block[at-w.lower].open
	switch {
	case !has(open, n.next):
		return n.other
	case w.passed[n.next] != w.turn || !has(open, n.other):
		return n.next
	case w.taken < 4*len(m.re.prog.nodes):
		return n.other
	}
	w.flipped[k] = !w.flipped[k]
	if w.flipped[k] {
		return n.next
	}
	return n.other
}

// has tells whether k is in list, which is sorted.
func has(list []int32, k int32) bool {
	if len(list) > 16 {
		_, ok := slices.BinarySearch(list, k)
		return ok
	}
	return slices.Contains(list, k)
}
