package parse

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// chunk is some lines of source and what the parser is given in their place.
// It knows where each position in that comes from.
type chunk struct {
	source  string
	line    int // number of the first line
	text    []byte
	runs    []run // nil: text is source
	encoded bool
	starts  []int // offsets of the lines of source, made when they are needed
}

// run is text of the chunk that comes from src on, or, if it is fixed, all of
// it from there.
type run struct {
	at, src int
	fixed   bool
	encoded bool // before the whole chunk is
	alias   bool // it is the text of one
	line    int  // number of the line at src
	counted int  // what the parser takes for the number of the line at at
}

// copied notes that the scanned text between two offsets is at an offset of
// the chunk. Inside an alias it is not from where it seems to be.
func (c *chunk) copied(s *scanner, at, from, to int) {
	if c == nil {
		return
	}
	k := s.splicesTo(from)
	fixed := k > 0 && s.splices[k-1].fixed
	c.runs = append(c.runs, run{at: at, src: s.sourceOf(from), fixed: fixed, alias: fixed})
	for ; k < len(s.splices) && s.splices[k].at < to; k++ {
		x := s.splices[k]
		c.runs = append(c.runs, run{at: at + x.at - from, src: x.src, fixed: x.fixed, alias: x.fixed})
	}
}

// inserted notes that what follows stands for what is at an offset.
func (c *chunk) inserted(s *scanner, at int, e *edit) {
	if c != nil {
		c.runs = append(c.runs, run{at: at, src: s.sourceOf(e.at), fixed: true, encoded: e.encoded})
	}
}

// number counts the lines up to each run.
func (c *chunk) number() {
	at, counted, src, line := 0, 1, 0, c.line
	for k := range c.runs {
		r := &c.runs[k]
		counted += bytes.Count(c.text[at:r.at], []byte{'\n'})
		if r.src = min(r.src, len(c.source)); r.src < src {
			src, line = 0, c.line
		}
		line += strings.Count(c.source[src:r.src], "\n")
		at, src = r.at, r.src
		r.counted, r.line = counted, line
	}
}

// encodedRun is how long runs of encoded text are at most: what is between the
// beginning of one and an offset has to be decoded to know where it is from.
const encodedRun = 256

// encode encodes the text, and moves the runs and ends to where it is then.
func (c *chunk) encode(ends []int) {
	if isPlain(c.text) {
		return
	}
	c.encoded = true
	if c.runs == nil {
		c.runs = []run{{line: c.line, counted: 1}}
	}
	var out []byte
	var runs []run
	var now run // that the text at belongs to, at its offset before
	for at, k, e := 0, 0, 0; ; {
		for ; k < len(c.runs) && c.runs[k].at == at; k++ {
			now = c.runs[k]
			runs = append(runs, now)
			runs[len(runs)-1].at = len(out)
		}
		for ; e < len(ends) && ends[e] == at; e++ {
			ends[e] = len(out)
		}
		if at == len(c.text) {
			break
		}
		next := min(len(c.text), at+encodedRun)
		if k < len(c.runs) {
			next = min(next, c.runs[k].at)
		}
		if e < len(ends) {
			next = min(next, ends[e])
		}
		next = max(runeStartBefore(c.text, next), at+1)
		if now.encoded {
			out = append(out, c.text[at:next]...)
		} else {
			out = encode(out, c.text[at:next])
		}
		if at = next; !now.fixed && (k == len(c.runs) || c.runs[k].at > at) {
			now = now.from(at, bytes.Count(c.text[now.at:at], []byte{'\n'}))
			runs = append(runs, now)
			runs[len(runs)-1].at = len(out)
		}
	}
	c.text, c.runs = out, runs
}

// from is the run that goes on at an offset, some lines further down.
func (r run) from(at, lines int) run {
	return run{at: at, src: r.src + at - r.at, line: r.line + lines, counted: r.counted + lines}
}

// runeStartBefore is i, or where the character begins that i is inside of.
func runeStartBefore(b []byte, i int) int {
	for k := i; k < len(b) && k > i-utf8.UTFMax && k > 0; k-- {
		if utf8.RuneStart(b[k]) {
			return k
		}
	}
	return i
}

// parsed is the text that the parser was given. That of source alone may be in the
// memory of others by now.
func (c *chunk) parsed() []byte {
	if len(c.runs) == 0 {
		return bytesOf(c.source)[:min(len(c.text), len(c.source))]
	}
	return c.text
}

// find returns the run that an offset of the text is in, nil if the text is
// the source.
func (c *chunk) find(at int) *run {
	if len(c.runs) == 0 {
		return nil
	}
	k := sort.Search(len(c.runs), func(k int) bool { return c.runs[k].at > at })
	return &c.runs[max(k-1, 0)]
}

// lineOf returns the number of the line that a position of the parser's is on.
func (c *chunk) lineOf(pos syntax.Pos) int {
	at, counted := min(int(pos.Offset()), len(c.text)), int(pos.Line())
	r := c.find(at)
	switch {
	case r == nil && counted > 0:
		return c.line + counted - 1
	case r == nil:
		return c.lineAt(at)
	case r.fixed:
		return r.line
	case counted > 0:
		return r.line + counted - r.counted
	}
	return c.lineAt(c.offset(at))
}

// lineAt returns the number of the line at an offset of the source: the parser
// does not count beyond 262143.
func (c *chunk) lineAt(src int) int {
	if c.starts == nil {
		c.starts = []int{0}
		for i := 0; i < len(c.source); i++ {
			if c.source[i] == '\n' {
				c.starts = append(c.starts, i+1)
			}
		}
	}
	k, found := slices.BinarySearch(c.starts, src)
	if found {
		k++
	}
	return c.line + k - 1
}

// offset returns the offset in the source of one in the text.
func (c *chunk) offset(at int) int {
	at = min(at, len(c.text))
	src := at
	if r := c.find(at); r != nil {
		src = r.src
		if !r.fixed && c.encoded {
			src += decodedLen(c.text[r.at:at])
		} else if !r.fixed {
			src += at - r.at
		}
	}
	return min(src, len(c.source))
}
