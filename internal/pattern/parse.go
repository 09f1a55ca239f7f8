package pattern

import "gpipe/internal/chars"

type kind uint8

const (
	char    kind = iota // the character r
	anyChar             // ?
	anySeq              // *
	oneOf               // a bracket expression, or a letter in any case
	group               // an extended group
)

// node is one item of a parsed pattern.
type node struct {
	kind kind
	op   byte // of a group: one of ? * + @ !
	r    rune
	set  *chars.Set
	alts [][]node
}

// has tells whether n, which matches one character, matches r.
func (n *node) has(r rune) bool {
	switch n.kind {
	case char:
		return n.r == r
	case oneOf:
		return n.set.Has(r)
	}
	return true
}

// maxGroups bounds the nesting of groups; what is nested deeper stands for
// its own characters.
const maxGroups = 250

type parser struct {
	text   string
	flags  Flags
	groups bool
	depth  int
	// closes gives for each group's opening parenthesis the closing one.
	closes []int32
}

// parse gives the items of text and whether there is a group among them.
func parse(text string, flags Flags) (nodes []node, groups bool) {
	p := parser{text: text, flags: flags}
	if flags&ExtGlob != 0 {
		p.closes = matchParens(text, flags)
	}
	nodes = p.sequence(make([]node, 0, len(text)), 0, len(text))
	return nodes, p.groups
}

// sequence parses text[i:end] and appends its items to dst.
func (p *parser) sequence(dst []node, i, end int) []node {
	for i < end {
		if p.closes != nil && p.groupAt(i) {
			closing := int(p.closes[i+1])
			dst = append(dst, p.group(i, closing))
			i = closing + 1
			continue
		}
		var n node
		n, i = p.item(i)
		dst = append(dst, n)
	}
	return dst
}

// groupAt tells whether a group with a closing parenthesis begins at i.
func (p *parser) groupAt(i int) bool {
	return i+1 < len(p.text) && p.closes[i+1] > 0 && groupOp(p.text[i]) && p.depth < maxGroups
}

// group parses the group whose operator is at i.
func (p *parser) group(i, closing int) node {
	p.groups = true
	p.depth++
	n := node{kind: group, op: p.text[i]}
	start := i + 2
	for start <= closing {
		end := p.alternative(start, closing)
		n.alts = append(n.alts, p.sequence(nil, start, end))
		start = end + 1
	}
	p.depth--
	return n
}

// alternative gives the end of the alternative that begins at i: its bar, or
// the group's closing parenthesis.
func (p *parser) alternative(i, closing int) int {
	for i < closing && p.text[i] != '|' {
		switch {
		case p.text[i] == '\\':
			i++
		case p.text[i] == '[':
			if end := bracket(p.text, i, p.flags, nil); end > 0 {
				i = end - 1
			}
		case p.text[i] == '(' && p.closes[i] > 0:
			i = int(p.closes[i])
		}
		i++
	}
	return min(i, closing)
}

// item parses the item at i, which begins no group, and gives its end.
func (p *parser) item(i int) (node, int) {
	switch p.text[i] {
	case '*':
		return node{kind: anySeq}, i + 1
	case '?':
		return node{kind: anyChar}, i + 1
	case '[':
		b := &chars.Set{}
		if end := bracket(p.text, i, p.flags, b); end > 0 {
			finish(b, p.flags)
			return node{kind: oneOf, set: b}, end
		}
	case '\\':
		if i+1 < len(p.text) {
			i++
		}
	}
	r, size := chars.Decode(p.text[i:], p.flags&UTF8 != 0)
	return charNode(r, p.flags), i + size
}

// charNode matches the character r; when case is ignored a letter becomes
// the set of its forms.
func charNode(r rune, flags Flags) node {
	if flags&FoldCase == 0 || !chars.HasCase(r, flags&UTF8 != 0) {
		return node{kind: char, r: r}
	}
	b := &chars.Set{}
	addRange(b, r, r, flags)
	finish(b, flags)
	return node{kind: oneOf, set: b}
}

func groupOp(c byte) bool {
	return c == '?' || c == '*' || c == '+' || c == '@' || c == '!'
}

// matchParens finds the closing parenthesis of every group, and of every
// plain parenthesis inside one: these must balance. It gives nil when there
// is no group.
func matchParens(text string, flags Flags) []int32 {
	var closes, open []int32
	op := -2 // where an operator was seen last
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			i++
		case '[':
			if end := bracket(text, i, flags, nil); end > 0 {
				i = end - 1
			}
		case '(':
			if op == i-1 || len(open) > 0 {
				open = append(open, int32(i))
			}
		case ')':
			if n := len(open); n > 0 {
				if closes == nil {
					closes = make([]int32, len(text))
				}
				closes[open[n-1]] = int32(i)
				open = open[:n-1]
			}
		default:
			if groupOp(c) {
				op = i
			}
		}
	}
	return closes
}
