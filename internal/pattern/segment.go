package pattern

import (
	"strings"

	"gpipe/internal/chars"
)

// segment is a run of a pattern without asterisks: it matches a fixed number
// of characters. A nil compound means that only literal matches.
//
// A literal that is valid UTF-8 can be searched for as bytes: an occurrence
// always begins and ends between characters of the subject, because its first
// byte is none that continues a character. In UTF-8 mode other literals are
// kept as compounds.
type segment struct {
	literal  string
	compound *compound
}

// compound is a segment with items other than literal characters.
type compound struct {
	items []node
	// start is the literal run the items begin with, in a form that can be
	// searched for as bytes; it may be empty.
	start string
	wide  bool
}

// splitSegments cuts nodes, which hold no group, at the asterisks.
func splitSegments(dst []segment, nodes []node, flags Flags) []segment {
	for {
		n := 0
		for n < len(nodes) && nodes[n].kind != anySeq {
			n++
		}
		dst = append(dst, makeSegment(nodes[:n], flags))
		if n == len(nodes) {
			return dst
		}
		for n < len(nodes) && nodes[n].kind == anySeq {
			n++
		}
		nodes = nodes[n:]
	}
}

func makeSegment(items []node, flags Flags) segment {
	var literal []byte
	n := 0
	for n < len(items) && items[n].kind == char && items[n].r < chars.Invalid {
		literal = chars.Append(literal, items[n].r, flags&UTF8 != 0)
		n++
	}
	if n == len(items) {
		return segment{literal: string(literal)}
	}
	return segment{compound: &compound{
		items: items,
		start: string(literal),
		wide:  flags&UTF8 != 0,
	}}
}

// head is the literal run the segment begins with.
func (g *segment) head() string {
	if g.compound != nil {
		return g.compound.start
	}
	return g.literal
}

// prefix gives the end of the segment at the start of s, or -1.
func (g *segment) prefix(s string) int {
	if g.compound != nil {
		return g.compound.prefix(s)
	}
	if strings.HasPrefix(s, g.literal) {
		return len(g.literal)
	}
	return -1
}

// suffix gives the start of the segment at the end of s, or -1.
func (g *segment) suffix(s string) int {
	if g.compound != nil {
		return g.compound.suffix(s)
	}
	if strings.HasSuffix(s, g.literal) {
		return len(s) - len(g.literal)
	}
	return -1
}

// index gives the bounds of the leftmost occurrence in s, or -1, -1.
func (g *segment) index(s string) (start, end int) {
	if g.compound != nil {
		return g.compound.index(s)
	}
	i := strings.Index(s, g.literal)
	if i < 0 {
		return -1, -1
	}
	return i, i + len(g.literal)
}

// lastIndex gives the bounds of the rightmost occurrence in s, or -1, -1.
func (g *segment) lastIndex(s string) (start, end int) {
	if g.compound != nil {
		return g.compound.lastIndex(s)
	}
	i := strings.LastIndex(s, g.literal)
	if i < 0 {
		return -1, -1
	}
	return i, i + len(g.literal)
}

func (c *compound) prefix(s string) int {
	i := 0
	for k := range c.items {
		if i == len(s) {
			return -1
		}
		r, size := chars.Decode(s[i:], c.wide)
		if !c.items[k].has(r) {
			return -1
		}
		i += size
	}
	return i
}

func (c *compound) suffix(s string) int {
	i := c.back(s)
	if i < 0 || c.prefix(s[i:]) < 0 {
		return -1
	}
	return i
}

// back gives where the last len(c.items) characters of s begin, or -1.
func (c *compound) back(s string) int {
	if !c.wide {
		return max(len(s)-len(c.items), -1)
	}
	i := len(s)
	for range c.items {
		if i == 0 {
			return -1
		}
		i -= chars.LastSize(s[:i], true)
	}
	return i
}

func (c *compound) index(s string) (start, end int) {
	for i := 0; i < len(s); {
		if c.start != "" {
			skip := strings.Index(s[i:], c.start)
			if skip < 0 {
				break
			}
			i += skip
		}
		if n := c.prefix(s[i:]); n >= 0 {
			return i, i + n
		}
		_, size := chars.Decode(s[i:], c.wide)
		i += size
	}
	return -1, -1
}

func (c *compound) lastIndex(s string) (start, end int) {
	for i := c.back(s); i >= 0; {
		if c.start != "" {
			i = strings.LastIndex(s[:min(i+len(c.start), len(s))], c.start)
			if i < 0 {
				break
			}
		}
		if n := c.prefix(s[i:]); n >= 0 {
			return i, i + n
		}
		if i == 0 {
			break
		}
		i -= chars.LastSize(s[:i], c.wide)
	}
	return -1, -1
}
