package redirect

import (
	"sort"

	"gpipe/internal/sys/spawn"
)

// fewMoves bounds the maps that Plan handles without allocating.
const fewMoves = 64

// Plan appends to dst the steps that turn a child's copy of its parent's fd
// table into exactly m, which is sorted by Child without duplicates: each
// Child number is what Parent was, stays open across exec, and everything
// else is closed. The numbers must not be negative. A parent fd that is not
// open makes its step fail in the child with EBADF.
//
// A move must wait until nobody needs the old file of its target any more.
// Where moves wait for each other in a circle, one file is parked on the
// smallest number that is not a child fd, so the plan never needs a higher
// number than the map has entries, besides those in the map.
func Plan(dst []spawn.FdStep, m []spawn.FdMap) []spawn.FdStep {
	for _, e := range m {
		if e.Child == e.Parent {
			dst = append(dst, spawn.FdStep{Op: spawn.FdKeep, A: e.Child})
		}
	}
	var buf [fewMoves]int32
	p := planner{m: m, waits: buf[:]}
	if len(m) > len(buf) {
		p.waits = make([]int32, len(m))
	}
	if p.count() {
		dst = p.chains(dst)
		dst = p.circles(dst)
	}
	return closeRest(dst, m)
}

// planner orders the moves of one map. It does not hold the steps: that would
// move its table of waits to the heap.
type planner struct {
	m []spawn.FdMap
	// waits[i] is how many moves still need what is on m[i].Child; moved
	// once move i was done or there is nothing to do.
	waits []int32
}

const moved = -1

// count fills waits, and tells whether there is any move.
func (p *planner) count() bool {
	moves := false
	for i, e := range p.m {
		if e.Child == e.Parent {
			p.waits[i] = moved
		}
	}
	for _, e := range p.m {
		if e.Child == e.Parent {
			continue
		}
		moves = true
		if j := p.find(e.Parent); j >= 0 && p.waits[j] != moved {
			p.waits[j]++
		}
	}
	return moves
}

// find returns the index of the entry with the given child fd, or -1.
func (p *planner) find(child int) int {
	if child < len(p.m) && p.m[child].Child == child {
		return child
	}
	i := sort.Search(len(p.m), func(i int) bool { return p.m[i].Child >= child })
	if i < len(p.m) && p.m[i].Child == child {
		return i
	}
	return -1
}

// chains makes every move that is not part of a circle. A move frees at most
// one other, the one whose target it read last.
func (p *planner) chains(dst []spawn.FdStep) []spawn.FdStep {
	for i := range p.m {
		for j := i; j >= 0 && p.waits[j] == 0; {
			e := p.m[j]
			dst = append(dst, moveStep(e.Parent, e.Child))
			p.waits[j] = moved
			j = p.find(e.Parent)
			if j >= 0 && p.waits[j] > 0 {
				p.waits[j]--
			}
		}
	}
	return dst
}

// circles makes the moves that are left: each reads the target of another
// one, and every parent fd that is no child fd has been used already.
func (p *planner) circles(dst []spawn.FdStep) []spawn.FdStep {
	spare := -1
	for i := range p.m {
		if p.waits[i] == moved {
			continue
		}
		if spare < 0 {
			spare = p.spare()
		}
		first := p.m[i].Child
		dst = append(dst, moveStep(first, spare))
		for j := i; p.waits[j] != moved; {
			e := p.m[j]
			p.waits[j] = moved
			if e.Parent == first {
				dst = append(dst, moveStep(spare, e.Child))
				break
			}
			dst = append(dst, moveStep(e.Parent, e.Child))
			j = p.find(e.Parent)
		}
	}
	return dst
}

// spare returns the smallest number that is not a child fd.
func (p *planner) spare() int {
	for i, e := range p.m {
		if e.Child != i {
			return i
		}
	}
	return len(p.m)
}

func moveStep(from, to int) spawn.FdStep { return spawn.FdStep{Op: spawn.FdDup, A: from, B: to} }

// closeRest closes the numbers between, below and above those of m.
func closeRest(dst []spawn.FdStep, m []spawn.FdMap) []spawn.FdStep {
	next := 0
	for _, e := range m {
		if e.Child > next {
			dst = append(dst, spawn.FdStep{Op: spawn.FdCloseRange, A: next, B: e.Child - 1})
		}
		next = e.Child + 1
	}
	return append(dst, spawn.FdStep{Op: spawn.FdCloseRange, A: next, B: -1})
}
