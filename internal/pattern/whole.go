package pattern

import "strings"

// wholeGroup is a pattern that is one group @(a|b) or !(a|b), as patterns of
// file names often are: a subject matches if an alternative does, or none.
type wholeGroup struct {
	alternatives []*Pattern
	negated      bool
	period       bool
}

// makeWhole gives nil for a group that is to be repeated or holds groups, and
// when there are rules about slashes. Text is the group n.
func makeWhole(text string, n *node, flags Flags) *wholeGroup {
	if flags&Pathname != 0 || n.op != '@' && n.op != '!' || holdsGroup(n.alts) {
		return nil
	}
	p := parser{text: text, flags: flags, closes: matchParens(text, flags)}
	w := &wholeGroup{negated: n.op == '!', period: flags&Period != 0}
	closing := len(text) - 1
	for start := len("@("); start <= closing; {
		end := p.alternative(start, closing)
		w.alternatives = append(w.alternatives, Compile(text[start:end], flags))
		start = end + 1
	}
	return w
}

func (w *wholeGroup) match(s string) bool {
	if w.negated && w.period && strings.HasPrefix(s, ".") {
		return false
	}
	for _, p := range w.alternatives {
		if p.Match(s) {
			return !w.negated
		}
	}
	return w.negated
}

func holdsGroup(alts [][]node) bool {
	for _, alt := range alts {
		for i := range alt {
			if alt[i].kind == group {
				return true
			}
		}
	}
	return false
}
