// Package parse turns the text of scripts into syntax trees, a complete line at a
// time: what a line defines counts on the next, a syntax error is found when
// everything before it has run, and text that is read from a file is read no
// further than the line that runs.
//
// There are two grammars. The trees are those of mvdan.cc/sh/v3/syntax. In front of
// that parser stands a scanner, scan_*.go, which knows the grammar that shells
// have: where a complete command ends, which words are in the place of a command,
// what an alias changes, where here-documents are. It notes an edit wherever the
// parser would refuse, or read otherwise, what dash and bash accept: chunk.go makes
// the edits, and leads positions in the tree back to the text as it was. Where text
// may be two things, an expression or commands, it tries the first and comes back
// (attempt.go). Bytes that would not survive the parser travel as private
// characters (encode.go).
package parse

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"

	"mvdan.cc/sh/v3/syntax"
)

// MaxDepth is how deep commands, expansions and expressions may nest. The
// parser recurses, and the end of a goroutine's stack is the end of the
// process.
const MaxDepth = 10000

// ErrTooDeep is the text of the Error about commands that nest deeper.
const ErrTooDeep = "nested too deeply"

// Config says what to read and how.
type Config struct {
	Text   string
	Reader io.Reader // instead of Text: should give no more than one line per Read
	Line   int       // number of the first line; 0 is 1

	// Alias returns the text of an alias, and Aliases tells whether there are
	// any. Without them there are none.
	Alias   func(name string) (string, bool)
	Aliases func() bool
}

// Parsers keeps parsers for use after use; each takes memory that is not
// small against what most scripts need. The zero value is ready for use, by
// several goroutines at once.
type Parsers struct {
	mu   sync.Mutex
	free []*syntax.Parser
}

// keptParsers is about how deep eval and the dot command usually nest.
const keptParsers = 4

func (ps *Parsers) get() *syntax.Parser {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if n := len(ps.free); n > 0 {
		p := ps.free[n-1]
		ps.free = ps.free[:n-1]
		return p
	}
	return syntax.NewParser(syntax.Variant(syntax.LangBash))
}

func (ps *Parsers) put(p *syntax.Parser) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if len(ps.free) < keptParsers {
		ps.free = append(ps.free, p)
	}
}

// Document parses text as that of a here-document.
func (ps *Parsers) Document(text string) (*syntax.Word, error) {
	p := ps.get()
	defer ps.put(p)
	return p.Document(strings.NewReader(text))
}

// Line is what a Parser gives out: the commands of a line, with all the lines
// they take and those before that have none. Its tree and text stay valid.
type Line struct {
	Stmts []*syntax.Stmt
	Text  string // as it was read

	*chunk
	first int // number of the first line of Text
}

// Lines returns the numbers of the first and the last line of Text.
func (l *Line) Lines() (first, last int) {
	return l.first, l.first + strings.Count(strings.TrimSuffix(l.Text, "\n"), "\n")
}

// Line returns the number of the line that a position in the tree is on.
func (l *Line) Line(pos syntax.Pos) int { return l.lineOf(pos) }

// Place returns the number of the line that a position in the tree is on, and that
// of its column, in characters from 1.
func (l *Line) Place(pos syntax.Pos) (line, col int) {
	at := l.offset(int(pos.Offset()))
	start := strings.LastIndexByte(l.source[:at], '\n') + 1
	return l.lineOf(pos), utf8.RuneCountInString(l.source[start:at]) + 1
}

// Source returns the text of a node of the tree as it stands in the source.
func (l *Line) Source(n syntax.Node) string {
	return l.Between(int(n.Pos().Offset()), int(n.End().Offset()))
}

// Between is Source of what stands between two offsets of the tree.
func (l *Line) Between(at, end int) string {
	from, to := l.offset(at), l.offset(end)
	return l.source[from:max(from, to)]
}

// Parser reads a script. It is used by one goroutine at a time.
type Parser struct {
	cfg     Config
	parsers *Parsers
	parser  *syntax.Parser
	scan    scanner
	check   checker
	lines   []byte // what Reader gave
	left    []byte // of lines that were read too early
	off     int    // of what is left of Text
	number  int    // of the line at off
	ready   []Line
	alone   int  // so many lines are not parsed together with others
	ended   bool // Reader has no more
	done    bool
	err     error // of Reader
	work    int   // bytes that were scanned and parsed, each time
}

// New returns a Parser for a script. It must be closed. The line that has a NUL
// is an error, and nothing behind that is looked at: there may be anything behind
// an exit.
func (ps *Parsers) New(cfg Config) *Parser {
	if i := strings.IndexByte(cfg.Text, 0); i >= 0 {
		cfg.Text = cfg.Text[:i+1]
	}
	return &Parser{cfg: cfg, parsers: ps, parser: ps.get(), number: max(cfg.Line, 1)}
}

// Close gives back what the Parser needed.
func (p *Parser) Close() {
	if p.parser != nil {
		p.parsers.put(p.parser)
		p.parser = nil
	}
}

// ErrDropped is the error of a Reader that has dropped a command, of which a part
// may have been read. Next returns it, and reads on when it is called again.
var ErrDropped = errors.New("the command was dropped")

// Next returns the next line. At the end of the script it returns io.EOF; what
// is no valid program gives an *Error, after which there is nothing more of a
// Text; of a Reader it goes on with the line after it.
func (p *Parser) Next() (*Line, error) {
	aliases := p.cfg.Aliases != nil && p.cfg.Aliases()
	if len(p.ready) > 0 && aliases {
		p.off, p.number = p.off-p.pending(), p.ready[0].first
		p.ready = nil
	}
	for len(p.ready) == 0 {
		if p.done {
			return nil, io.EOF
		}
		var err error
		if aliases || p.cfg.Reader != nil {
			err = p.readLine(aliases)
		} else {
			err = p.readLines()
		}
		if err != nil {
			_, wrong := err.(*Error)
			p.done, p.ready = p.cfg.Reader == nil || !wrong && err != ErrDropped, nil
			return nil, err
		}
	}
	l := &p.ready[0]
	p.ready = p.ready[1:]
	return l, nil
}

// AtEnd tells whether no commands follow in a Text.
func (p *Parser) AtEnd() bool {
	if p.cfg.Reader != nil || len(p.ready) > 0 {
		return false
	}
	for line := range strings.Lines(p.cfg.Text[p.off:]) {
		if line = strings.TrimLeft(line, " \t\n"); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// pending is the length of the source of the lines that are ready.
func (p *Parser) pending() int {
	n := 0
	for k := range p.ready {
		n += len(p.ready[k].Text)
	}
	return n
}

// together is how much of a script is parsed at once, when nothing that runs
// in between can make a difference.
const together = 4 << 10

// readLines reads the next lines of Text.
func (p *Parser) readLines() error {
	rest := p.cfg.Text[p.off:]
	if rest == "" {
		return io.EOF
	}
	s := p.scanner(bytesOf(rest))
	s.ahead = true
	var few [16]int
	ends := few[:0]
	for {
		ok := s.line()
		if !ok && len(ends) > 0 {
			s.why = fine // it comes first the next time
			break
		}
		s.settle()
		ends = append(ends, s.i)
		if !ok || s.i >= min(together, len(s.buf)) || p.alone > 0 {
			break
		}
	}
	p.alone = max(p.alone-1, 0)
	s.i = ends[len(ends)-1]
	return p.parse(ends)
}

// readLine reads one line with commands, or with aliases, which are replaced
// as it is read.
func (p *Parser) readLine(aliases bool) error {
	s := p.scanner(append(p.lines[:0], p.left...))
	p.left = p.left[:0]
	s.more = p.more
	if aliases {
		s.aliases = newAliases(p.cfg.Alias)
	}
	s.line()
	s.settle()
	if len(s.source()) == 0 && p.err == nil {
		return io.EOF
	}
	if p.err == ErrDropped {
		p.err, p.lines = nil, s.buf[:0]
		return ErrDropped
	}
	err := p.parse([]int{s.i})
	if n := max(s.unread(), 0); p.cfg.Reader == nil {
		p.off -= n
	} else {
		p.left = append(p.left, s.buf[len(s.buf)-n:]...)
	}
	p.lines = s.buf[:0]
	if p.err != nil {
		return p.err
	}
	return err
}

// settle goes on to where the text ends that the parser is given when a scan
// has failed.
func (s *scanner) settle() {
	end := min(s.i, len(s.buf))
	switch {
	case s.why == unexpected && s.ahead:
		end = lineEnd(s.buf, s.i)
		for s.continued(end-2) && end < len(s.buf) {
			end = lineEnd(s.buf, end)
		}
	case s.why == unexpected, s.why == incomplete:
		for s.continued(len(s.buf)-2) && s.grow() {
		}
		end = len(s.buf)
	}
	if s.why == unexpected && tooOdd(s.buf[min(s.i, end):end]) {
		s.why = tooDeep
	}
	s.i = end
}

// lineEnd is the offset behind the line at i.
func lineEnd(b []byte, i int) int {
	i = min(i, len(b))
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(b)
}

func (p *Parser) scanner(text []byte) *scanner {
	s := &p.scan
	p.work += s.i + s.spent
	p.check.parser = p.parser
	if s.known != nil {
		s.known.reset()
	}
	*s = scanner{buf: text, max: MaxDepth, check: &p.check, edits: s.edits[:0], hdocs: s.hdocs[:0], known: s.known}
	return s
}

// more appends the next line to b.
func (p *Parser) more(b []byte) ([]byte, bool) {
	if p.cfg.Reader == nil {
		rest := p.cfg.Text[p.off:]
		n := lineEnd(bytesOf(rest), 0)
		p.off += n
		return append(b, rest[:n]...), n > 0
	}
	n := len(b)
	for !p.ended && p.err == nil {
		if cap(b)-len(b) < 256 {
			b = append(b, make([]byte, 256+len(b))...)[:len(b)]
		}
		k, err := p.cfg.Reader.Read(b[len(b):cap(b)])
		b = b[:len(b)+k]
		if err != nil {
			p.ended = err != ErrDropped
			if !errors.Is(err, io.EOF) {
				p.err = err
			}
		}
		if k > 0 && b[len(b)-1] == '\n' {
			break
		}
	}
	if i := bytes.IndexByte(b[n:], 0); i >= 0 {
		b, p.ended = b[:n+i+1], true
	}
	return b, len(b) > n
}

// bytesOf returns the bytes of s, which must not be changed.
//
// SAFETY: who gets the bytes only reads them.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
