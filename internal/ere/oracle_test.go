package ere

import "gpipe/internal/chars"

// oracle is the definition of a match written down without any thought of
// speed: from a set of places each part of an expression leads to another set.
type oracle struct {
	p parser
	s string
}

type places map[int]bool

// slowMatch gives the leftmost longest match, or -1 and -1. The expression has
// no back-references.
func slowMatch(re, s string, flags Flags) (start, end int) {
	o := oracle{parser{text: re, flags: flags}, s}
	t, err := o.p.parse()
	if err != nil {
		return -1, -1
	}
	for at := 0; at <= len(s); {
		end := -1
		for i := range o.from(t, places{at: true}) {
			end = max(end, i)
		}
		if end >= 0 {
			return at, end
		}
		if at == len(s) {
			break
		}
		_, size := chars.Decode(s[at:], o.p.wide())
		at += size
	}
	return -1, -1
}

// from gives where t can end if it begins in one of from.
func (o *oracle) from(t *tree, from places) places {
	if t == nil {
		return from
	}
	to := places{}
	switch t.kind {
	case charNode:
		for i := range from {
			if i < len(o.s) {
				r, size := chars.Decode(o.s[i:], o.p.wide())
				to[i+size] = to[i+size] || o.p.atoms[t.arg].has(o.p.folded(r))
			}
		}
	case assertNode:
		for i := range from {
			to[i] = assert(t.arg).holds(o.side(o.s[:i], chars.DecodeLast), o.side(o.s[i:], chars.Decode))
		}
	case groupNode:
		return o.from(t.subs[0], from)
	case catNode:
		to = from
		for _, sub := range t.subs {
			to = o.from(sub, to)
		}
	case altNode:
		for _, sub := range t.subs {
			to.add(o.from(sub, from))
		}
	case repeatNode:
		return o.repeat(t, from)
	}
	for i, ok := range to {
		if !ok {
			delete(to, i)
		}
	}
	return to
}

func (o *oracle) repeat(t *tree, from places) places {
	for range t.min {
		from = o.from(t.subs[0], from)
	}
	to := places{}
	to.add(from)
	for n := t.min; n != t.max; n++ {
		from = o.from(t.subs[0], from)
		if !to.add(from) {
			break
		}
	}
	return to
}

// add tells whether there was anything new.
func (p places) add(more places) bool {
	n := len(p)
	for i := range more {
		p[i] = true
	}
	return len(p) > n
}

func (o *oracle) side(s string, decode func(string, bool) (rune, int)) side {
	if s == "" {
		return noChar
	}
	if r, _ := decode(s, o.p.wide()); isWord(r, o.p.flags) {
		return wordChar
	}
	return otherChar
}
