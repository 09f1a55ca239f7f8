package pattern

import (
	mathbits "math/bits"

	"gpipe/internal/chars"
)

// machine runs a program over one subject. Every pair of a position and an
// instruction, a thread, is reached at most once, also over several runs: so
// one run and all runs together take time in proportion to program times
// subject, but for what is negated, which is that much again for each
// position it is tried at. Threads only ever move on to later positions, or
// to other instructions at the same one, so that the two sets are all the
// bookkeeping there is.
type machine struct {
	*program
	s string
	// reached and done have a bit for each thread, those of a position
	// side by side.
	reached, done bits
	// last is the greatest position reached in this run.
	last int
	// ends, when not nil, gets the end of every match.
	ends bits
	// least and greatest are the bounds of the ends; least is -1 for none.
	least, greatest int
	// negations remembers what the nested negations matched, shared with
	// the machines that run them.
	negations map[negation]bits
}

// scratch is memory for a small run, on the stack of the caller.
type scratch struct{ reached, done [16]uint64 }

type negation struct {
	sub *program
	at  int
}

type bits []uint64

func makeBits(n int) bits      { return make(bits, (n+63)/64) }
func (b bits) has(i int) bool  { return b[i>>6]>>(i&63)&1 != 0 }
func (b bits) set(i int)       { b[i>>6] |= 1 << (i & 63) }
func (b bits) unset(i int)     { b[i>>6] &^= 1 << (i & 63) }
func (m *machine) wide() bool  { return m.flags&UTF8 != 0 }
func (m *machine) found() bool { return m.least >= 0 }
func (m *machine) atEnd() bool { return m.greatest == len(m.s) }

// newMachine gives a machine by value, so that it can stay on the stack as
// well as buf.
func newMachine(p *program, s string, buf *scratch) machine {
	m := machine{
		program: p, s: s,
		reached: buf.reached[:],
		done:    buf.done[:],
		least:   -1, greatest: -1,
	}
	if n := len(p.code) * (len(s) + 1); n > 64*len(buf.done) {
		m.reached, m.done = makeBits(n), makeBits(n)
	}
	return m
}

func (p *program) match(s string) bool {
	var buf scratch
	m := newMachine(p, s, &buf)
	m.run(0)
	return m.atEnd()
}

func (p *program) prefix(s string, longest bool) int {
	var buf scratch
	m := newMachine(p, s, &buf)
	m.run(0)
	if longest {
		return m.greatest
	}
	return m.least
}

// suffix tries the starts one after the other: what was visited in vain from
// one need not be visited again from the next.
func (p *program) suffix(s string, longest bool) int {
	var buf scratch
	m := newMachine(p, s, &buf)
	if longest {
		for at := 0; ; at += m.size(at) {
			if m.run(at); m.atEnd() {
				return at
			}
			if at == len(s) {
				return -1
			}
		}
	}
	for at := len(s); ; at -= chars.LastSize(s[:at], m.wide()) {
		if m.run(at); m.atEnd() {
			return at
		}
		if at == 0 {
			return -1
		}
	}
}

func (p *program) find(s string, from int) (start, end int) {
	var buf scratch
	m := newMachine(p, s, &buf)
	return m.find(from)
}

// find finds the leftmost match at from or later, where the match before ended
// or behind it. Threads that were behind that end are of no use to another
// match either: else it would have ended later. One at the end may be.
func (m *machine) find(from int) (start, end int) {
	m.least, m.greatest = -1, -1
	for i := from * len(m.code); i < (from+1)*len(m.code); i++ {
		m.reached.unset(i)
		m.done.unset(i)
	}
	for at := from; ; at += m.size(at) {
		if m.run(at); m.found() {
			return at, m.greatest
		}
		if at == len(m.s) {
			return -1, -1
		}
	}
}

// size gives the size of the character at a position before the end.
func (m *machine) size(at int) int {
	_, size := chars.Decode(m.s[at:], m.wide())
	return size
}

// run finds the ends of the matches which start at a position.
func (m *machine) run(at int) {
	m.last = at
	m.reach(0, at)
	for ; at <= m.last; at++ {
		for pc := m.next(at); pc >= 0; pc = m.next(at) {
			m.done.set(at*len(m.code) + pc)
			m.step(pc, at)
		}
	}
}

func (m *machine) reach(pc, at int) {
	m.reached.set(at*len(m.code) + pc)
	m.last = max(m.last, at)
}

// next gives an instruction that is still to be done at a position, or -1.
func (m *machine) next(at int) int {
	first := at * len(m.code)
	end := first + len(m.code)
	mask := ^uint64(0) << (first & 63)
	for w := first >> 6; w<<6 < end; w++ {
		if open := m.reached[w] &^ m.done[w] & mask; open != 0 {
			if i := w<<6 + mathbits.TrailingZeros64(open); i < end {
				return i - first
			}
			break
		}
		mask = ^uint64(0)
	}
	return -1
}

func (m *machine) step(pc, at int) {
	in := &m.code[pc]
	switch in.op {
	case opMatch:
		m.accept(at)
	case opSplit:
		m.reach(in.x, at)
		m.reach(pc+1, at)
	case opJump:
		m.reach(in.x, at)
	case opNot:
		m.negate(in.sub, pc, at)
	case opSeq:
		m.skip(pc, at)
	case opChar:
		m.char(in.node, pc, at)
	}
}

// skip is the asterisk. It does not even match nothing in front of a leading
// period: the pattern itself must begin with the period there.
func (m *machine) skip(pc, at int) {
	if m.leadingPeriod(at) {
		return
	}
	m.reach(pc+1, at)
	if at < len(m.s) && m.free(at) {
		m.reach(pc, at+m.size(at))
	}
}

func (m *machine) accept(end int) {
	if m.ends != nil {
		m.ends.set(end)
	}
	if m.least < 0 || end < m.least {
		m.least = end
	}
	m.greatest = max(m.greatest, end)
}

func (m *machine) char(n *node, pc, at int) {
	if at == len(m.s) {
		return
	}
	r, size := chars.Decode(m.s[at:], m.wide())
	if n.has(r) && (n.kind == char || m.free(at)) {
		m.reach(pc+1, at+size)
	}
}

// free tells whether the character at a position may be matched by something
// else than itself.
func (m *machine) free(at int) bool {
	if m.flags&Pathname != 0 && m.s[at] == '/' {
		return false
	}
	return !m.leadingPeriod(at)
}

func (m *machine) leadingPeriod(at int) bool {
	return m.flags&Period != 0 && at < len(m.s) && m.s[at] == '.' &&
		(at == 0 || m.flags&Pathname != 0 && m.s[at-1] == '/')
}

// negate goes on wherever sub does not end, in front of the next slash for a
// pathname. A leading period is matched by no negation, as in bash.
func (m *machine) negate(sub *program, pc, at int) {
	if m.leadingPeriod(at) {
		return
	}
	ends := m.negated(sub, at)
	for ; ; at += m.size(at) {
		if !ends.has(at) {
			m.reach(pc+1, at)
		}
		if at == len(m.s) || m.flags&Pathname != 0 && m.s[at] == '/' {
			return
		}
	}
}

// negated gives the ends of the matches of sub from a position.
func (m *machine) negated(sub *program, at int) bits {
	key := negation{sub, at}
	if ends, ok := m.negations[key]; ok {
		return ends
	}
	if (sub.inner || sub.negates) && m.negations == nil {
		m.negations = make(map[negation]bits)
	}
	ends := makeBits(len(m.s) + 1)
	var buf scratch
	inner := newMachine(sub, m.s, &buf)
	inner.negations, inner.ends = m.negations, ends
	inner.run(at)
	if sub.inner {
		m.negations[key] = ends
	}
	return ends
}
