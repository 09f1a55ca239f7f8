package ere

import (
	"unicode/utf8"

	"gpipe/internal/chars"
)

// prepare finds out where matches can begin.
func (re *Regexp) prepare() {
	re.anchored = re.alwaysAnchored()
	re.prefix = re.commonPrefix()
	if !re.anchored && re.prefix == "" {
		re.first = re.firstBytes()
	}
	if !re.prog.backRefs {
		re.onePass = makeOnePass(re)
	}
}

// reachable calls visit for every node that can be reached without a
// character, until it returns false. Assertions count as met, but for those
// that pass says do not.
func (g *program) reachable(pass func(assert) bool, visit func(*node) bool) {
	seen := make([]bool, len(g.nodes))
	todo := []int32{g.start}
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[k] {
			continue
		}
		seen[k] = true
		n := &g.nodes[k]
		if !visit(n) {
			return
		}
		switch n.op {
		case opSplit:
			todo = append(todo, n.other, n.next)
		case opOpen, opClose:
			todo = append(todo, n.next)
		case opAssert:
			if pass(assert(n.arg)) {
				todo = append(todo, n.next)
			}
		}
	}
}

func (n *node) final() bool { return n.op == opMatch || n.op == opRef }

// alwaysAnchored tells whether nothing can be matched without an assertion of
// the start first.
func (re *Regexp) alwaysAnchored() bool {
	anchored := true
	pass := func(a assert) bool { return a != textStart }
	re.prog.reachable(pass, func(n *node) bool {
		anchored = !n.final() && n.op != opChar
		return anchored
	})
	return anchored
}

// firstBytes returns the bytes with which a match can begin, or nil if it can
// be empty.
func (re *Regexp) firstBytes() *[256]bool {
	first := new([256]bool)
	pass := func(assert) bool { return true }
	re.prog.reachable(pass, func(n *node) bool {
		switch {
		case n.final():
			first = nil
		case n.op == opChar:
			re.addFirst(first, &re.prog.atoms[n.arg])
		}
		return first != nil
	})
	return first
}

func (re *Regexp) addFirst(first *[256]bool, a *atom) {
	for c := range first {
		switch {
		case c < utf8.RuneSelf || re.flags&UTF8 == 0:
			first[c] = first[c] || a.has(fold(rune(c), re.flags))
		case a.set != nil || re.flags&FoldCase != 0:
			first[c] = true
		case a.r >= utf8.RuneSelf:
			first[chars.Append(nil, a.r, true)[0]] = true
		}
	}
}

// commonPrefix returns the literal that every match begins with.
func (re *Regexp) commonPrefix() string {
	if re.flags&FoldCase != 0 {
		return ""
	}
	var prefix []byte
	for n := &re.prog.nodes[re.prog.start]; ; n = &re.prog.nodes[n.next] {
		switch n.op {
		case opOpen, opClose:
			continue
		case opChar:
			a := &re.prog.atoms[n.arg]
			if a.set == nil && a.r < chars.Invalid {
				prefix = chars.Append(prefix, a.r, re.flags&UTF8 != 0)
				continue
			}
		}
		return string(prefix)
	}
}
