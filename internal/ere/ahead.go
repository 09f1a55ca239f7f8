package ere

import (
	"slices"
	"unicode/utf8"
)

// longest gives the end of the longest match that begins at s[at], or -1, and
// how far it looked.
func (m *machine) longest(s string, at int) (end, reached int) {
	st := m.beginAhead(s, at)
	end = -1
	i := at
	for i < len(s) {
		l, size := letter(0), 1
		if c := s[i]; c < utf8.RuneSelf {
			l = m.re.of[c]
		} else {
			l, size = m.letterAt(s, i)
		}
		var next *state
		if int(l) < len(st.next) {
			next = st.next[l]
		}
		if next == nil {
			next = m.stepAhead(st, l)
		}
		st = next
		if st.event {
			if st.found {
				end = i
			}
			if len(st.nodes) == 0 {
				m.steps += i - at
				return end, i
			}
		}
		i += size
	}
	if st = m.stepAhead(st, noLetter); st.found {
		end = i
	}
	m.steps += i - at
	return end, i
}

// beginAhead gives the state in which a match at s[at] begins.
func (m *machine) beginAhead(s string, at int) *state {
	before := noChar
	if at > 0 {
		before = otherChar
		if m.re.prog.words {
			l, _ := m.letterBefore(s, at)
			before = m.sideOf(l)
		}
	}
	return m.begin(&m.ahead, m.re.prog.start, before)
}

// begin gives the state of a node when nothing but one side of its place is
// known.
func (m *machine) begin(a *automaton, node int32, known side) *state {
	st := a.begin[known]
	if st == nil {
		m.nodes = append(m.nodes[:0], node)
		st = m.intern(a, state{known: known, nodes: m.nodes})
		a.begin[known] = st
	}
	return st
}

// stepAhead gives the state behind a character of letter l, or the end.
func (m *machine) stepAhead(st *state, l letter) *state {
	if int(l) < len(st.next) && st.next[l] != nil {
		return st.next[l]
	}
	to := state{known: m.sideOf(l)}
	m.reach(st, to.known)
	m.nodes = m.nodes[:0]
	for _, k := range m.seen.list {
		switch n := &m.re.prog.nodes[k]; {
		case n.op == opMatch:
			to.found = true
		case n.op == opChar && l != noLetter && m.re.prog.atoms[n.arg].has(m.heads[l]):
			m.nodes = append(m.nodes, n.next)
		}
	}
	slices.Sort(m.nodes)
	to.nodes = slices.Compact(m.nodes)
	return m.link(st, l, m.intern(&m.ahead, to))
}

// reach makes seen the nodes that can be reached from those of st without a
// character when the next one is what after says.
func (m *machine) reach(st *state, after side) {
	m.seen.clear()
	for _, k := range st.nodes {
		m.seen.add(k)
	}
	for i := 0; i < len(m.seen.list); i++ {
		switch n := &m.re.prog.nodes[m.seen.list[i]]; n.op {
		case opSplit:
			m.seen.add(n.next)
			m.seen.add(n.other)
		case opOpen, opClose:
			m.seen.add(n.next)
		case opAssert:
			if assert(n.arg).holds(st.known, after) {
				m.seen.add(n.next)
			}
		}
	}
	m.steps += len(m.seen.list)
}
