package parallel

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"io"
	"slices"
)

// Counter counts equal lines. What it yields is what sort | uniq -c makes of them in a
// locale that compares bytes: each line once, in that order, and how often it was there.
type Counter struct {
	// Bytes is how much text the lines are, each with a newline.
	Bytes int64

	seed    maphash.Seed
	table   []int32 // 1 + where in lines, by hash; a power of two of them
	lines   []counted
	block   []byte   // the texts of lines are put here
	full    [][]byte // blocks that have no more room
	spare   [][]byte // and those with nothing in them
	partial []byte   // a line that has no end yet
}

type counted struct {
	text []byte
	n    int64
	hash uint64
	head uint64 // the first bytes of text, by which most lines are told apart
}

// head returns the first eight bytes of a text, so that heads compare as they do.
func head(text []byte) uint64 {
	if len(text) >= 8 {
		return binary.BigEndian.Uint64(text)
	}
	var b [8]byte
	copy(b[:], text)
	return binary.BigEndian.Uint64(b[:])
}

func (c *counted) compare(other *counted) int {
	if c.head != other.head {
		return cmp.Compare(c.head, other.head)
	}
	return bytes.Compare(c.text, other.text)
}

// Of the memory of a Counter.
const (
	firstTable = 1 << 10
	blockSize  = 256 << 10
	perLine    = 64 // beside the text
)

// NewCounter returns a Counter of nothing.
func NewCounter() *Counter {
	return &Counter{seed: maphash.MakeSeed(), table: make([]int32, firstTable)}
}

// Add counts the lines of text that follows what came before.
func (c *Counter) Add(text []byte) {
	if len(c.partial) > 0 {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			c.partial = append(c.partial, text...)
			return
		}
		c.partial = append(c.partial, text[:end]...)
		c.line(c.partial)
		c.partial, text = c.partial[:0], text[end+1:]
	}
	for {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			c.partial = append(c.partial, text...)
			return
		}
		c.line(text[:end])
		text = text[end+1:]
	}
}

// End counts the last line if it has no newline.
func (c *Counter) End() {
	if len(c.partial) > 0 {
		c.line(c.partial)
		c.partial = nil
	}
}

// Memory is about how much the lines take.
func (c *Counter) Memory() int { return len(c.full)*blockSize + len(c.block) + perLine*len(c.lines) }

func (c *Counter) line(text []byte) {
	c.Bytes += int64(len(text)) + 1
	hash := maphash.Bytes(c.seed, text)
	mask := uint64(len(c.table) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		k := c.table[i]
		if k == 0 {
			c.table[i] = int32(len(c.lines) + 1)
			c.lines = append(c.lines, counted{c.keep(text), 1, hash, head(text)})
			if 2*len(c.lines) > len(c.table) {
				c.grow()
			}
			return
		}
		if l := &c.lines[k-1]; l.hash == hash && string(l.text) == string(text) {
			l.n++
			return
		}
	}
}

// keep copies text to where it stays.
func (c *Counter) keep(text []byte) []byte {
	if cap(c.block)-len(c.block) < len(text) {
		if c.block != nil {
			c.full = append(c.full, c.block)
		}
		if n := len(c.spare); n > 0 && len(text) <= blockSize {
			c.block, c.spare = c.spare[n-1], c.spare[:n-1]
		} else {
			c.block = make([]byte, 0, max(blockSize, len(text)))
		}
	}
	from := len(c.block)
	c.block = append(c.block, text...)
	return c.block[from:len(c.block):len(c.block)]
}

func (c *Counter) grow() {
	c.table = make([]int32, 2*len(c.table))
	mask := uint64(len(c.table) - 1)
	for k := range c.lines {
		i := c.lines[k].hash & mask
		for c.table[i] != 0 {
			i = (i + 1) & mask
		}
		c.table[i] = int32(k + 1)
	}
}

func (c *Counter) sort() {
	slices.SortFunc(c.lines, func(a, b counted) int { return a.compare(&b) })
}

// Spill writes what has been counted to w, and forgets it: see Each.
func (c *Counter) Spill(w io.Writer) error {
	c.sort()
	out := bufio.NewWriterSize(w, blockSize)
	var sizes []byte
	for i := range c.lines {
		sizes = binary.AppendUvarint(sizes[:0], uint64(c.lines[i].n))
		sizes = binary.AppendUvarint(sizes, uint64(len(c.lines[i].text)))
		out.Write(sizes)
		out.Write(c.lines[i].text)
	}
	clear(c.table)
	c.lines = c.lines[:0]
	for _, b := range append(c.full, c.block) {
		if cap(b) == blockSize {
			c.spare = append(c.spare, b[:0])
		}
	}
	c.full, c.block = c.full[:0], nil
	return out.Flush()
}

// sortedLines is lines that are sorted: those that were spilled to a file, or those that are
// left.
type sortedLines struct {
	counted
	from *bufio.Reader // nil: rest
	rest []counted
	err  error // io.EOF: there are no others
}

func (r *sortedLines) next() {
	if r.from == nil {
		if len(r.rest) == 0 {
			r.err = io.EOF
			return
		}
		r.counted, r.rest = r.rest[0], r.rest[1:]
		return
	}
	n, err := binary.ReadUvarint(r.from)
	if err != nil { // io.EOF only where there is nothing
		r.err = err
		return
	}
	size, err := binary.ReadUvarint(r.from)
	if err == nil {
		r.n, r.text = int64(n), slices.Grow(r.text[:0], int(size))[:size]
		_, err = io.ReadFull(r.from, r.text)
	}
	if r.err = err; err == io.EOF {
		r.err = io.ErrUnexpectedEOF
	}
}

// Each yields every line and how often it was there, in order, until it returns false.
// spilled are what Spill has written. The Counter is used up.
func (c *Counter) Each(spilled []io.Reader, yield func(line []byte, n int64) bool) error {
	c.sort()
	runs := []*sortedLines{{rest: c.lines}}
	for _, r := range spilled {
		runs = append(runs, &sortedLines{from: bufio.NewReaderSize(r, blockSize)})
	}
	for _, r := range runs {
		r.next()
	}
	var line []byte
	for {
		var least *sortedLines
		for _, r := range runs {
			if r.err != nil && r.err != io.EOF {
				return r.err
			}
			if r.err == nil && (least == nil || bytes.Compare(r.text, least.text) < 0) {
				least = r
			}
		}
		if least == nil {
			return nil
		}
		line = append(line[:0], least.text...)
		n := int64(0)
		for _, r := range runs {
			if r.err == nil && string(r.text) == string(line) {
				n += r.n
				r.next()
			}
		}
		if !yield(line, n) {
			return nil
		}
	}
}
