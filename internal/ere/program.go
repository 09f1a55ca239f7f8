package ere

import "slices"

type opcode uint8

const (
	opMatch  opcode = iota
	opChar          // one character of the atom arg
	opSplit         // go on at next, or else at other
	opOpen          // the group arg begins
	opClose         // the group arg ends
	opAssert        // the assertion arg
	opRef           // what the group arg matched
)

// node is a state of the automaton. All but opChar, opMatch and opRef take no
// character.
type node struct {
	op opcode
	// optional marks an opClose: the group is what is repeated, and this
	// copy of it need not be there.
	optional    bool
	arg         int32
	next, other int32
}

// program is an expression as a nondeterministic automaton.
type program struct {
	nodes []node
	start int32
	atoms []atom

	words    bool // there are assertions about words
	backRefs bool
	optional bool // there are optional nodes
}

// accept is the node of opMatch.
const accept = 0

func compileProgram(t *tree, p *parser) *program {
	size := 1
	if t != nil {
		size += t.size
	}
	g := &program{atoms: slices.Clone(p.atoms), words: p.words, backRefs: p.backRefs}
	g.nodes = append(make([]node, 0, size), node{op: opMatch})
	g.start = g.tree(t, accept, copied{})
	return g
}

func (g *program) add(n node) int32 {
	g.nodes = append(g.nodes, n)
	return int32(len(g.nodes) - 1)
}

// copied says of which copy of a repeated expression nodes are. The GNU C library
// takes a group for optional only in the copy that the others are made from.
type copied struct {
	again    bool // it is not the one that the others are made from
	optional bool // it need not be there
}

// tree adds the nodes of t, which lead to next, and returns where they begin.
func (g *program) tree(t *tree, next int32, c copied) int32 {
	if t == nil {
		return next
	}
	part := copied{again: c.again}
	switch t.kind {
	case charNode:
		return g.add(node{op: opChar, arg: t.arg, next: next})
	case assertNode:
		return g.add(node{op: opAssert, arg: t.arg, next: next})
	case refNode:
		return g.add(node{op: opRef, arg: t.arg, next: next})
	case groupNode:
		g.optional = g.optional || c.optional
		end := g.add(node{op: opClose, arg: t.arg, next: next, optional: c.optional})
		return g.add(node{op: opOpen, arg: t.arg, next: g.tree(t.subs[0], end, part)})
	case catNode:
		for i := len(t.subs) - 1; i >= 0; i-- {
			next = g.tree(t.subs[i], next, part)
		}
		return next
	case altNode:
		return g.alternatives(t, next, part)
	}
	return g.repeat(t, next, c.again)
}

// alternatives adds a choice between the first two, one between that and the
// third, and so on. Where the first one is empty the second comes before it,
// and only there: so the GNU C library has it.
func (g *program) alternatives(t *tree, next int32, c copied) int32 {
	first := g.tree(t.subs[0], next, c)
	for i, sub := range t.subs[1:] {
		second := g.tree(sub, next, c)
		if i == 0 && t.subs[0] == nil {
			first, second = second, first
		}
		first = g.add(node{op: opSplit, next: first, other: second})
	}
	return first
}

// repeat adds the copies that must be there, and after them a loop or the
// copies that need not be.
func (g *program) repeat(t *tree, next int32, again bool) int32 {
	sub, copies := t.subs[0], t.min
	optional := copied{again: again || copies > 0, optional: !again}
	switch {
	case t.max >= 0:
		next = g.upTo(sub, t.max-t.min, next, optional)
	case copies > 0 && sub.plain:
		// One copy is enough for the last that must be there and the loop.
		loop := g.add(node{op: opSplit, other: next})
		next = g.tree(sub, loop, copied{again: again})
		g.nodes[loop].next = next
		copies--
	default:
		loop := g.add(node{op: opSplit, other: next})
		g.nodes[loop].next = g.tree(sub, loop, optional)
		next = loop
	}
	for i := copies - 1; i >= 0; i-- {
		next = g.tree(sub, next, copied{again: again || i > 0})
	}
	return next
}

// upTo adds n copies that need not be there, the first of them one that c says:
// ((x?x)?x)? for 3. If there are less it is the last ones that are there.
func (g *program) upTo(sub *tree, n int, next int32, c copied) int32 {
	if n == 0 {
		return next
	}
	copies := make([]int32, n+1)
	copies[n] = next
	for i := n - 1; i > 0; i-- {
		copies[i] = g.tree(sub, copies[i+1], copied{again: true})
	}
	copies[0] = g.tree(sub, copies[1], c)
	first := copies[0]
	for i := range n {
		first = g.add(node{op: opSplit, next: first, other: copies[i+1]})
	}
	return first
}
