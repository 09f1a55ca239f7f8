// Package chunk cuts text at the ends of its lines.
package chunk

import "bytes"

// Cutter cuts text into chunks. A chunk is as many whole lines as are not longer
// than the size together, or one line that is longer; the last one may have no
// newline at its end. Where the cuts are depends on the text and the size alone,
// and not on how the text comes. In order, the chunks are the text.
type Cutter struct {
	size  int
	block []byte // what has come and is in no chunk yet, with room behind it
	seen  int    // bytes of it that have no newline, when there is one line that is too long
	spare chan []byte
}

// minBlock is the least that there is room for at once, where chunks are small.
const minBlock = 64 << 10

// New returns a Cutter for chunks of size bytes, which is at least 1. It keeps up to
// spare blocks of memory that were given back.
func New(size, spare int) *Cutter {
	return &Cutter{size: max(size, 1), spare: make(chan []byte, max(spare, 0))}
}

// Room returns where text that follows is to be put, which is nothing only when Next
// has a chunk.
func (c *Cutter) Room() []byte {
	if c.ready() {
		return nil
	}
	if len(c.block) == cap(c.block) {
		c.renew()
	}
	return c.block[len(c.block):cap(c.block)]
}

// Fill says that n bytes have been put into Room.
func (c *Cutter) Fill(n int) { c.block = c.block[:len(c.block)+n] }

// Next returns a chunk; nil, when there is more to come before it is known what it
// is. A chunk is the caller's.
func (c *Cutter) Next() []byte {
	if !c.ready() {
		return nil
	}
	if at := bytes.LastIndexByte(c.block[:c.size], '\n'); at >= 0 {
		return c.take(at + 1)
	}
	return c.take(c.seen + bytes.IndexByte(c.block[c.seen:], '\n') + 1)
}

// Lines returns the whole lines that have come, though they may be fewer than a
// chunk has; nil: there are none.
func (c *Cutter) Lines() []byte {
	if chunk := c.Next(); chunk != nil {
		return chunk
	}
	if at := bytes.LastIndexByte(c.block[c.seen:], '\n'); at >= 0 {
		return c.take(c.seen + at + 1)
	}
	return nil
}

// Rest returns the next chunk after the end of the text; nil: that was all.
func (c *Cutter) Rest() []byte {
	switch chunk := c.Next(); {
	case chunk != nil:
		return chunk
	case len(c.block) == 0:
		return nil
	}
	return c.take(len(c.block))
}

// Empty tells whether nothing has come that is in no chunk yet.
func (c *Cutter) Empty() bool { return len(c.block) == 0 }

// Recycle gives back a chunk that nobody uses any more.
func (c *Cutter) Recycle(chunk []byte) {
	if cap(chunk) < c.size || c.size < minBlock { // others are in the same block
		return
	}
	select {
	case c.spare <- chunk[:0]:
	default:
	}
}

// ready tells whether there is enough text for a chunk. It notes how much of a line
// that is too long has been looked at.
func (c *Cutter) ready() bool {
	if len(c.block) < c.size {
		return false
	}
	if c.seen == 0 && bytes.IndexByte(c.block[:c.size], '\n') >= 0 {
		return true
	}
	c.seen = max(c.seen, c.size)
	if bytes.IndexByte(c.block[c.seen:], '\n') >= 0 {
		return true
	}
	c.seen = len(c.block)
	return false
}

// take cuts off the first n bytes. What is behind them moves into a block of its own
// unless chunks are small.
func (c *Cutter) take(n int) []byte {
	chunk := c.block[:n:n]
	rest := c.block[n:]
	c.seen = 0
	if c.size < minBlock {
		c.block = rest
		return chunk
	}
	chunk = c.block[:n]
	c.block = append(c.fresh(len(rest)), rest...)
	return chunk
}

// renew makes room behind what has come: there is none.
func (c *Cutter) renew() {
	want := max(c.size, minBlock)
	if len(c.block) >= c.size { // a line that is longer
		want = 2 * len(c.block)
	}
	if cap(c.block) < want || c.size < minBlock {
		c.block = append(make([]byte, 0, want), c.block...)
	}
}

// fresh returns a block with nothing in it, and room for at least n bytes.
func (c *Cutter) fresh(n int) []byte {
	select {
	case b := <-c.spare:
		if cap(b) >= n {
			return b
		}
	default:
	}
	return make([]byte, 0, max(n, c.size))
}
