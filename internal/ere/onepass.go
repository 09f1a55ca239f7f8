package ere

import (
	"math/bits"
	"unicode/utf8"

	"gpipe/internal/chars"
)

// onePass is an expression as a table, for one in which a character leaves no
// choice where to go on, so that there is but one way to match a string. Of
// each state it knows where every letter of a single byte leads, and for the
// other characters which atoms lead where.
type onePass struct {
	re     *Regexp
	width  int    // of a row of moves: the letters
	moves  []move // by state and letter
	states []onePassState
	early  bool // a match may end before the end of the string
}

// The states to begin in: at the start of the string, and elsewhere.
const (
	atStart = iota
	elsewhere
)

// move is where a character leads.
type move struct {
	to      int32 // a state, or nowhere
	accepts bool  // the match may end there, wherever that is
	bounds  uint64
}

// nowhere is where a character leads that cannot come.
const nowhere = -1

// onePassState is a state. Bounds have a bit for each bound of a group that
// lies before a character, or before the end.
type onePassState struct {
	node   int32
	accept acceptance
	bounds uint64     // of the end
	atoms  []atomMove // for the characters that are no single bytes
}

type atomMove struct {
	atom int32
	move
}

type acceptance uint8

const (
	never acceptance = iota
	always
	atTextEnd
)

// maxMoves bounds the table, maxOnePassGroups is for how many groups there are
// bits.
const (
	maxMoves         = 1 << 14
	maxOnePassGroups = 31
)

// onePassMaker makes a onePass.
type onePassMaker struct {
	*onePass
	byNode map[int32]int32 // the state of a node behind a character
	seen   sparse
	todo   []onePassWay
}

// onePassWay leads from a state to a node.
type onePassWay struct {
	node   int32
	bounds uint64
	ended  bool // the string ends here
}

// makeOnePass gives nil if there is a choice.
func makeOnePass(re *Regexp) *onePass {
	if re.groups > maxOnePassGroups || re.prog.words {
		return nil
	}
	m := onePassMaker{onePass: &onePass{re: re, width: len(re.heads)}, byNode: make(map[int32]int32)}
	m.seen.make(len(re.prog.nodes))
	m.state(re.prog.start)
	clear(m.byNode)
	m.state(re.prog.start)
	for i := 0; i < len(m.states); i++ {
		if !m.fill(i) {
			return nil
		}
	}
	m.finish()
	return m.onePass
}

// state returns the state of a node.
func (m *onePassMaker) state(node int32) int32 {
	k, ok := m.byNode[node]
	if !ok {
		k = int32(len(m.states))
		m.byNode[node] = k
		m.states = append(m.states, onePassState{node: node})
		for range m.width {
			m.moves = append(m.moves, move{to: nowhere})
		}
	}
	return k
}

// fill finds out where state i leads. It fails when there is more than one way
// to a node.
func (m *onePassMaker) fill(i int) bool {
	m.seen.clear()
	m.todo = append(m.todo[:0], onePassWay{node: m.states[i].node})
	for len(m.todo) > 0 {
		w := m.todo[len(m.todo)-1]
		m.todo = m.todo[:len(m.todo)-1]
		if !m.seen.add(w.node) || len(m.moves) > maxMoves {
			return false
		}
		if n := &m.re.prog.nodes[w.node]; !m.step(i, n, w) {
			return false
		}
	}
	return true
}

// step goes on from a node that state i leads to by the way w.
func (m *onePassMaker) step(i int, n *node, w onePassWay) bool {
	switch n.op {
	case opMatch:
		st := &m.states[i]
		st.accept, st.bounds = always, w.bounds
		if w.ended {
			st.accept = atTextEnd
		}
		return true
	case opChar:
		return w.ended || m.char(i, n, w)
	case opSplit:
		m.todo = append(m.todo, onePassWay{n.other, w.bounds, w.ended})
	case opOpen:
		w.bounds |= 1 << (2 * n.arg)
	case opClose:
		w.bounds |= 2 << (2 * n.arg)
	case opAssert:
		if assert(n.arg) == textStart && i != atStart {
			return true
		}
		w.ended = w.ended || assert(n.arg) == textEnd
	}
	m.todo = append(m.todo, onePassWay{n.next, w.bounds, w.ended})
	return true
}

// char adds the moves by the atom of n. It fails when one of its characters
// leads elsewhere, too.
func (m *onePassMaker) char(i int, n *node, w onePassWay) bool {
	a := &m.re.prog.atoms[n.arg]
	mv := move{to: m.state(n.next), bounds: w.bounds}
	for l := 1; l < m.width; l++ {
		if !a.has(m.re.heads[l]) {
			continue
		}
		if at := &m.moves[i*m.width+l]; at.to == nowhere {
			*at = mv
		} else {
			return false
		}
	}
	if m.re.flags&UTF8 == 0 || !a.wide() {
		return true
	}
	st := &m.states[i]
	for _, other := range st.atoms {
		if overlap(a, &m.re.prog.atoms[other.atom]) {
			return false
		}
	}
	st.atoms = append(st.atoms, atomMove{n.arg, mv})
	return true
}

// wide tells whether the atom may match what is no single byte.
func (a *atom) wide() bool {
	if a.set == nil {
		return a.r >= utf8.RuneSelf
	}
	return a.set.Wide()
}

// overlap tells whether a character that is no single byte may be matched by
// both.
func overlap(a, b *atom) bool {
	switch {
	case a.set == nil:
		return b.has(a.r)
	case b.set == nil:
		return a.has(b.r)
	}
	return true
}

// finish notes which moves lead to where a match may end.
func (m *onePassMaker) finish() {
	for i := range m.moves {
		mv := &m.moves[i]
		mv.accepts = mv.to != nowhere && m.states[mv.to].accept == always
	}
	for i := range m.states {
		m.early = m.early || m.states[i].accept == always
		for k := range m.states[i].atoms {
			mv := &m.states[i].atoms[k]
			mv.accepts = m.states[mv.to].accept == always
		}
	}
}

// wideMove is the move by the character that s begins with, which is no single
// byte, or nil, and its size.
func (o *onePass) wideMove(st int32, s string) (*move, int) {
	r, size := chars.Decode(s, true)
	r = fold(r, o.re.flags)
	if r < utf8.RuneSelf {
		return &o.moves[int(st)*o.width+int(o.re.of[r])], size
	}
	atoms := o.states[st].atoms
	for i := range atoms {
		if o.re.prog.atoms[atoms[i].atom].has(r) {
			return &atoms[i].move, size
		}
	}
	return nil, size
}

// matchAt follows the moves from s[at] on. Where the match may end before they
// do, groups that begin behind its end must be left alone: it is gone through
// once more.
func (o *onePass) matchAt(s string, at int, loc []int) (ok bool, reached int) {
	if !o.early {
		end, reached := o.follow(s, at, len(s), loc)
		if end < 0 {
			for i := range loc {
				loc[i] = -1
			}
			return false, reached
		}
		loc[0], loc[1] = at, end
		return true, reached
	}
	end, reached := o.follow(s, at, len(s), nil)
	if end < 0 {
		return false, reached
	}
	if len(loc) > 2 {
		o.follow(s, at, end, loc)
	}
	loc[0], loc[1] = at, end
	return true, reached
}

func (o *onePass) leftmost(s string, from int) int {
	m := o.re.take()
	defer o.re.idle.Store(m)
	return m.leftmost(s, from)
}

// follow follows the moves from s[at] to limit at most. It returns where the
// match ends, or -1, and where the moves did. It sets the bounds of groups in
// loc, unless that is nil.
func (o *onePass) follow(s string, at, limit int, loc []int) (end, reached int) {
	st := int32(min(at, elsewhere))
	end = -1
	if o.states[st].accept == always {
		end = at
	}
	i := at
	for i < limit {
		var mv *move
		size := 1
		if c := s[i]; c < utf8.RuneSelf || o.re.flags&UTF8 == 0 {
			mv = &o.moves[int(st)*o.width+int(o.re.of[c])]
		} else if mv, size = o.wideMove(st, s[i:]); mv == nil {
			return end, i
		}
		if mv.to == nowhere {
			return end, i
		}
		if mv.bounds != 0 && loc != nil {
			setBounds(loc, mv.bounds, i)
		}
		st = mv.to
		i += size
		if mv.accepts {
			end = i
		}
	}
	if last := &o.states[st]; last.accept == always || last.accept == atTextEnd && i == len(s) {
		end = i
		if loc != nil {
			setBounds(loc, last.bounds, i)
		}
	}
	return end, i
}

// setBounds sets the bounds of groups that have a bit in bounds.
func setBounds(loc []int, bounds uint64, at int) {
	for ; bounds != 0; bounds &= bounds - 1 {
		loc[bits.TrailingZeros64(bounds)] = at
	}
}
