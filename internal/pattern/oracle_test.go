package pattern

import "gpipe/internal/chars"

// oracle is the definition of a match written down without any thought of
// speed: it works on the parsed items and tries everything.
type oracle struct {
	s     string
	flags Flags
}

// slowMatch tells whether s[from:to] matches; s around it only matters to the
// rules for slashes and periods.
func slowMatch(nodes []node, s string, flags Flags, from, to int) bool {
	o := oracle{s: s, flags: flags}
	return o.sequence(nodes, from, to)
}

func (o *oracle) sequence(nodes []node, from, to int) bool {
	if len(nodes) == 0 {
		return from == to
	}
	for _, mid := range o.cuts(from, to) {
		if o.one(&nodes[0], from, mid) && o.sequence(nodes[1:], mid, to) {
			return true
		}
	}
	return false
}

// cuts are the places between characters.
func (o *oracle) cuts(from, to int) []int {
	var at []int
	for i := from; i < to; {
		at = append(at, i)
		_, size := chars.Decode(o.s[i:], o.flags&UTF8 != 0)
		i += size
	}
	return append(at, to)
}

func (o *oracle) one(n *node, from, to int) bool {
	count := len(o.cuts(from, to)) - 1
	switch n.kind {
	case anySeq:
		return !o.leadingPeriod(from) && o.free(from, to)
	case anyChar:
		return count == 1 && o.free(from, to)
	case char, oneOf:
		if count != 1 || n.kind == oneOf && !o.free(from, to) {
			return false
		}
		r, _ := chars.Decode(o.s[from:], o.flags&UTF8 != 0)
		return n.has(r)
	}
	return o.group(n, from, to)
}

func (o *oracle) group(n *node, from, to int) bool {
	switch n.op {
	case '@':
		return o.any(n.alts, from, to)
	case '?':
		return from == to || o.any(n.alts, from, to)
	case '!':
		return !o.leadingPeriod(from) && o.noSlash(from, to) && !o.any(n.alts, from, to)
	case '+':
		if o.any(n.alts, from, to) {
			return true
		}
	case '*':
		if from == to {
			return true
		}
	}
	for _, mid := range o.cuts(from, to) {
		if mid > from && o.any(n.alts, from, mid) && (mid == to || o.group(n, mid, to)) {
			return true
		}
	}
	return false
}

func (o *oracle) any(alts [][]node, from, to int) bool {
	for _, alt := range alts {
		if o.sequence(alt, from, to) {
			return true
		}
	}
	return false
}

func (o *oracle) noSlash(from, to int) bool {
	for i := from; i < to; i++ {
		if o.flags&Pathname != 0 && o.s[i] == '/' {
			return false
		}
	}
	return true
}

func (o *oracle) leadingPeriod(at int) bool {
	return o.flags&Period != 0 && at < len(o.s) && o.s[at] == '.' &&
		(at == 0 || o.flags&Pathname != 0 && o.s[at-1] == '/')
}

func (o *oracle) free(from, to int) bool {
	for i := from; i < to; i++ {
		if o.leadingPeriod(i) {
			return false
		}
	}
	return o.noSlash(from, to)
}

// slowPrefix, slowSuffix and slowFind are Prefix, Suffix and Find by trying
// every place.
func slowPrefix(nodes []node, s string, flags Flags, longest bool) int {
	best := -1
	o := oracle{s: s, flags: flags}
	for _, end := range o.cuts(0, len(s)) {
		if (best < 0 || longest) && slowMatch(nodes, s, flags, 0, end) {
			best = end
		}
	}
	return best
}

func slowSuffix(nodes []node, s string, flags Flags, longest bool) int {
	best := -1
	o := oracle{s: s, flags: flags}
	for _, start := range o.cuts(0, len(s)) {
		if (best < 0 || !longest) && slowMatch(nodes, s, flags, start, len(s)) {
			best = start
		}
	}
	return best
}

func slowFind(nodes []node, s string, flags Flags, from int) (start, end int) {
	o := oracle{s: s, flags: flags}
	for _, start := range o.cuts(from, len(s)) {
		best := -1
		for _, end := range o.cuts(start, len(s)) {
			if slowMatch(nodes, s, flags, start, end) {
				best = end
			}
		}
		if best >= 0 {
			return start, best
		}
	}
	return -1, -1
}
