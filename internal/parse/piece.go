package parse

import (
	"slices"
	"sort"
	"strings"
)

// Piece is the text between two offsets of the tree of a Line as it stands in the
// source, or, where an alias stands for it, in the text of that.
type Piece struct {
	Text string
	line *Line
	from int
	tree bool // Text is that of the parser
}

// Piece returns the text between two offsets of the tree.
func (l *Line) Piece(from, to int) Piece {
	c := l.chunk
	from, to = min(from, len(c.text)), min(to, len(c.text))
	to = max(from, to)
	r := c.find(from)
	if r != nil && from < to && (r.alias || c.offset(from) == c.offset(to)) {
		return Piece{Decode(string(c.text[from:to])), l, from, true}
	}
	at := c.offset(from)
	return Piece{c.source[at:max(at, c.offset(to))], l, at, false}
}

// At returns where in the text of the piece an offset of the tree is.
func (p Piece) At(offset int) int {
	at := p.line.offset(offset) - p.from
	if p.tree {
		at = decodedLen(p.line.text[p.from:max(p.from, min(offset, len(p.line.text)))])
	}
	return max(0, min(at, len(p.Text)))
}

// Has tells whether a part of the piece begins and ends in a way.
func (p Piece) Has(from, to int, prefix, suffix string) bool {
	if from < 0 || to > len(p.Text) || to-from < len(prefix)+len(suffix) {
		return false
	}
	return strings.HasPrefix(p.Text[from:to], prefix) && strings.HasSuffix(p.Text[from:to], suffix)
}

// Expanded is Between with the text of aliases in the place of their names.
func (l *Line) Expanded(at, end int) string {
	c := l.chunk
	if !slices.ContainsFunc(c.runs, func(r run) bool { return r.alias }) {
		return l.Between(at, end)
	}
	var b strings.Builder
	for end = min(end, len(c.text)); at < end; {
		alias, to := c.stretch(at, end)
		if alias {
			b.WriteString(Decode(string(c.text[at:to])))
		} else {
			b.WriteString(l.Between(at, to))
		}
		at = to
	}
	return b.String()
}

// stretch returns the end, or the offset end, of the text of aliases, or of other
// text, that at is in.
func (c *chunk) stretch(at, end int) (alias bool, to int) {
	k := sort.Search(len(c.runs), func(k int) bool { return c.runs[k].at > at })
	alias = k > 0 && c.runs[k-1].alias
	for ; k < len(c.runs) && c.runs[k].at < end; k++ {
		if c.runs[k].alias != alias {
			return alias, c.runs[k].at
		}
	}
	return alias, end
}

// Before returns the offset of the tree at which a byte stands last before another
// offset, or that.
func (l *Line) Before(at int, b byte) int {
	for i := min(at, len(l.text)) - 1; i >= 0; i-- {
		if l.parsed()[i] == b {
			return i
		}
	}
	return at
}
