package parse

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// parse parses what was scanned, lines that end at the offsets ends, and makes
// it ready. If several lines cannot be parsed they are left for another time,
// to be parsed one by one.
func (p *Parser) parse(ends []int) error {
	s := &p.scan
	c := p.chunk(ends)
	switch s.why {
	case tooDeep:
		return p.errorHere(ErrTooDeep)
	case refused:
		return p.errorHere(s.refusal)
	}
	if nul := c.nul(); nul != nil {
		if len(ends) == 1 {
			return nul
		}
		p.alone = len(ends)
		return nil
	}
	stmts, err := p.read(c)
	if err != nil && len(ends) > 1 {
		p.alone = len(ends)
		return nil
	}
	if err != nil && s.doubts {
		if !p.again() {
			return p.errorHere(ErrTooDeep)
		}
		ends[0] = s.i
		c = p.chunk(ends)
		stmts, err = p.read(c)
	}
	for n := 1; err != nil && syntax.IsIncomplete(err) && s.further(n); n *= 2 {
		ends[0] = s.i
		c = p.chunk(ends)
		stmts, err = p.read(c)
	}
	if err != nil {
		return asError(err, c)
	}
	p.give(c, stmts, ends)
	return nil
}

// nul is the Error if the chunk ends with a NUL.
func (c *chunk) nul() error {
	end := len(c.source) - 1
	if end < 0 || c.source[end] != 0 {
		return nil
	}
	return newError(c.source, c.lineAt(end), end, ErrNul)
}

// errorHere is an error at the place where the scanner has stopped.
func (p *Parser) errorHere(text string) error {
	s := &p.scan
	source := string(s.source()[:lineEnd(s.source(), s.sourceOf(s.i))])
	at := min(s.sourceOf(s.i), len(source))
	return newError(source, p.number+strings.Count(source[:at], "\n"), at, text)
}

// again scans the line once more, trying every expression.
func (p *Parser) again() bool {
	s := &p.scan
	old := *s
	p.work += s.i + s.spent
	if s.known != nil {
		s.known.reset()
	}
	*s = scanner{buf: old.buf, more: old.more, ahead: old.ahead, max: old.max,
		edits: old.edits[:0], hdocs: old.hdocs[:0], check: old.check, strict: true}
	if old.aliases != nil {
		s.buf, s.aliases = bytes.Clone(old.source()), newAliases(p.cfg.Alias)
	}
	s.line()
	s.settle()
	return s.why != tooDeep
}

// further scans up to n more lines, in case the parser knows better where a
// line ends. It tells whether there were any.
func (s *scanner) further(n int) bool {
	start := s.i
	for ; n > 0 && !s.end(); n-- {
		s.why, s.depth = fine, 0
		s.line()
		s.settle()
	}
	return s.i > start
}

// chunk makes the text for the parser. The ends become those in that text.
func (p *Parser) chunk(ends []int) *chunk {
	s := &p.scan
	c := &chunk{line: p.number}
	if s.ahead {
		c.source = p.cfg.Text[p.off : p.off+s.i]
	} else {
		read := s.source()
		c.source = string(read[:len(read)-max(s.unread(), 0)])
	}
	if len(s.edits) == 0 && len(s.splices) == 0 {
		c.text = s.buf[:s.i]
	} else {
		start, edits := 0, inOrder(s.edits)
		for k, end := range ends {
			n := len(edits)
			if k < len(ends)-1 {
				n, _ = slices.BinarySearchFunc(edits, edit{at: end, first: true}, byOffset)
			}
			c.text = s.render(c.text, edits[:n], start, end, c)
			edits, start, ends[k] = edits[n:], end, len(c.text)
		}
		c.number()
	}
	c.encode(ends)
	return c
}

// give makes the commands ready, in lines that end where ends says.
func (p *Parser) give(c *chunk, stmts []*syntax.Stmt, ends []int) {
	start := 0
	for k, end := range ends {
		n := len(stmts)
		if k < len(ends)-1 {
			for n = 0; n < len(stmts) && int(stmts[n].Pos().Offset()) < end; n++ {
			}
			end = c.offset(end)
		} else {
			end = len(c.source)
		}
		l := Line{Stmts: stmts[:n:n], Text: c.source[start:end], chunk: c, first: p.number}
		p.ready = append(p.ready, l)
		p.number += strings.Count(l.Text, "\n")
		stmts, start = stmts[n:], end
	}
	if p.scan.ahead {
		p.off += len(c.source)
	}
}

// read parses the text of a chunk.
func (p *Parser) read(c *chunk) ([]*syntax.Stmt, error) {
	if tooOpen(c.text) {
		return nil, p.errorHere(ErrTooDeep)
	}
	p.work += len(c.text)
	file, err := p.parser.Parse(&feed{text: c.text}, "")
	if err != nil {
		return nil, err
	}
	return file.Stmts, nil
}

// feed reads text and sees to it that it ends with a newline, unless that
// would be quoted.
type feed struct {
	text  []byte
	last  byte
	ended bool
}

func (f *feed) Read(p []byte) (int, error) {
	if n := copy(p, f.text); n > 0 {
		f.text, f.last = f.text[n:], p[n-1]
		return n, nil
	}
	if f.ended || f.last == '\n' || f.last == '\\' {
		return 0, io.EOF
	}
	f.ended = true
	p[0] = '\n'
	return 1, nil
}
