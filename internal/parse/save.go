package parse

import (
	"gpipe/internal/snapshot"

	"mvdan.cc/sh/v3/syntax"
)

// Chunk identifies the text that a line was parsed from, together with others
// perhaps: lines with equal ones have a common tree when that text is parsed
// again.
func (l *Line) Chunk() any { return l.chunk }

// Alone returns the line without its commands, which may then be forgotten.
// Of no line it is nil.
func (l *Line) Alone() *Line {
	if l == nil {
		return nil
	}
	return &Line{Text: l.Text, chunk: l.chunk, first: l.first}
}

// Save writes the text that the line was parsed from, in the form that the
// parser was given it: aliases replaced, and with the way back to the source.
func (l *Line) Save(w *snapshot.Writer) {
	c := l.chunk
	w.String(c.source)
	w.Len(c.line)
	w.Bool(c.encoded)
	w.Len(len(c.runs))
	if len(c.runs) == 0 { // see parsed
		w.Len(len(c.text))
		return
	}
	w.String(string(c.text))
	for _, r := range c.runs {
		w.Len(r.at)
		w.Len(r.src)
		w.Bool(r.fixed)
		w.Bool(r.alias)
		w.Int(int64(r.line))
		w.Int(int64(r.counted))
	}
}

// Load reads what Save wrote: the line without its commands.
func Load(r *snapshot.Reader) *Line {
	c := &chunk{source: r.String(), line: int(r.Int()), encoded: r.Bool()}
	n := int(r.Int())
	if n == 0 {
		c.text = bytesOf(c.source)[:min(max(int(r.Int()), 0), len(c.source))]
	} else {
		c.text = []byte(r.String())
	}
	for i := 0; i < n && r.Err() == nil; i++ {
		c.runs = append(c.runs, run{at: int(r.Int()), src: int(r.Int()), fixed: r.Bool(),
			alias: r.Bool(), line: int(r.Int()), counted: int(r.Int())})
	}
	return &Line{Text: c.source, chunk: c, first: c.line}
}

// Again parses the text of a line from Alone or Load. The result has the commands of
// all lines that were parsed together; positions are the same as they were.
func (ps *Parsers) Again(l *Line) (*Line, error) {
	p := ps.get()
	defer ps.put(p)
	file, err := p.Parse(&feed{text: l.parsed()}, "")
	if err != nil {
		return nil, err
	}
	return &Line{Stmts: file.Stmts, Text: l.Text, chunk: l.chunk, first: l.first}, nil
}

// Find returns the first node of the line's tree, outer ones before inner ones,
// of which is tells that it is the one.
func (l *Line) Find(is func(syntax.Node) bool) syntax.Node {
	var found syntax.Node
	for _, s := range l.Stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			if found == nil && n != nil && is(n) {
				found = n
			}
			return found == nil
		})
	}
	return found
}
