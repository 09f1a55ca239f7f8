package ere

// backEdges are the edges of a program backwards.
type backEdges struct {
	chars []edges // the opChar nodes that lead to a node
	empty []edges // all others that do
	// choice marks the nodes whose being open decides a choice.
	choice []bool
}

type edges []int32

func makeBackEdges(g *program) *backEdges {
	n := len(g.nodes)
	b := &backEdges{make([]edges, n), make([]edges, n), make([]bool, n)}
	for i := range g.nodes {
		k := int32(i)
		switch n := &g.nodes[i]; n.op {
		case opMatch:
		case opChar:
			b.chars[n.next] = append(b.chars[n.next], k)
		case opSplit:
			b.empty[n.other] = append(b.empty[n.other], k)
			b.choice[n.next] = true
			// A character can always be taken: then it does not matter
			// whether the other way is open, too.
			b.choice[n.other] = b.choice[n.other] || g.nodes[n.next].op != opChar
			fallthrough
		default:
			b.empty[n.next] = append(b.empty[n.next], k)
		}
	}
	return b
}

// endAt gives the state at s[i] in which the match is complete, for from right
// to left.
func (m *machine) endAt(a *automaton, s string, i int) *state {
	if m.before == nil {
		m.before = makeBackEdges(m.re.prog)
	}
	after := noChar
	if i < len(s) {
		after = otherChar
		if m.re.prog.words {
			l, _ := m.letterAt(s, i)
			after = m.sideOf(l)
		}
	}
	return m.begin(a, accept, after)
}

// stepBack gives the state before a character of letter l, or before the start.
func (m *machine) stepBack(a *automaton, st *state, l letter) *state {
	if int(l) < len(st.next) && st.next[l] != nil {
		return st.next[l]
	}
	to := state{known: m.sideOf(l)}
	m.reachBack(st, to.known)
	m.nodes = m.nodes[:0]
	var open []int32
	for _, k := range m.seen.list {
		to.found = to.found || k == m.re.prog.start
		if m.before.choice[k] && a == &m.back {
			open = append(open, k)
		}
		for _, c := range m.before.chars[k] {
			if l != noLetter && m.re.prog.atoms[m.re.prog.nodes[c].arg].has(m.heads[l]) {
				m.nodes = append(m.nodes, c)
			}
		}
	}
	if a == &m.starts {
		m.nodes = append(m.nodes, accept)
	}
	to.nodes, to.open = m.nodes, open
	return m.link(st, l, m.intern(a, to))
}

// reachBack makes seen the nodes from which those of st can be reached without
// a character when the one before is what before says.
func (m *machine) reachBack(st *state, before side) {
	m.seen.clear()
	for _, k := range st.nodes {
		m.seen.add(k)
	}
	for i := 0; i < len(m.seen.list); i++ {
		for _, k := range m.before.empty[m.seen.list[i]] {
			n := &m.re.prog.nodes[k]
			if n.op != opAssert || assert(n.arg).holds(before, st.known) {
				m.seen.add(k)
			}
		}
	}
	m.steps += len(m.seen.list)
}

func (m *machine) leftmost(s string, from int) int {
	found := -1
	st := m.endAt(&m.starts, s, len(s))
	for i := len(s); i >= from; {
		l, size := noLetter, 1
		if i > 0 {
			l, size = m.letterBefore(s, i)
		}
		st = m.stepBack(&m.starts, st, l)
		if st.found {
			found = i
		}
		i -= size
	}
	m.steps += len(s) - from
	return found
}
