package pattern

type opcode uint8

const (
	opChar  opcode = iota // one character that node has
	opSeq                 // any number of characters
	opSplit               // go on at next and at x
	opJump                // go on at x
	opNot                 // any part that sub does not match
	opMatch
)

type instruction struct {
	op   opcode
	x    int
	node *node
	sub  *program
}

// program is a pattern as a nondeterministic automaton. It has a size in
// proportion to the pattern's.
type program struct {
	code  []instruction
	flags Flags
	// negates is set when there is a negation in it, inner when it stands
	// negated inside something negated.
	negates, inner bool
}

func compileProgram(nodes []node, flags Flags) *program {
	p := &program{flags: flags}
	p.sequence(nodes)
	p.emit(instruction{op: opMatch})
	return p
}

func (p *program) emit(i instruction) int {
	p.code = append(p.code, i)
	return len(p.code) - 1
}

func (p *program) sequence(nodes []node) {
	for i := range nodes {
		switch n := &nodes[i]; n.kind {
		case anySeq:
			p.emit(instruction{op: opSeq})
		case group:
			p.group(n)
		default:
			p.emit(instruction{op: opChar, node: n})
		}
	}
}

func (p *program) group(n *node) {
	switch n.op {
	case '@':
		p.alternatives(n.alts)
	case '?':
		skip := p.emit(instruction{op: opSplit})
		p.alternatives(n.alts)
		p.code[skip].x = len(p.code)
	case '+':
		start := len(p.code)
		p.alternatives(n.alts)
		p.emit(instruction{op: opSplit, x: start})
	case '*':
		skip := p.emit(instruction{op: opSplit})
		p.alternatives(n.alts)
		p.emit(instruction{op: opJump, x: skip})
		p.code[skip].x = len(p.code)
	case '!':
		sub := &program{flags: p.flags}
		sub.alternatives(n.alts)
		sub.emit(instruction{op: opMatch})
		for i := range sub.code {
			if inner := sub.code[i].sub; inner != nil {
				inner.inner, sub.negates = true, true
			}
		}
		p.emit(instruction{op: opNot, sub: sub})
	}
}

func (p *program) alternatives(alts [][]node) {
	var jumps []int
	for i, alt := range alts {
		if i == len(alts)-1 {
			p.sequence(alt)
			break
		}
		split := p.emit(instruction{op: opSplit})
		p.sequence(alt)
		jumps = append(jumps, p.emit(instruction{op: opJump}))
		p.code[split].x = len(p.code)
	}
	for _, j := range jumps {
		p.code[j].x = len(p.code)
	}
}
