package parse

import "strings"

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
