package parse

import "bytes"

// scanner reads the text of a script ahead of the parser. It knows the grammar
// well enough to find where a complete line ends, how deep commands nest and
// which words stand in the place of a command; it replaces aliases in its
// text, and notes as edits where the parser would go wrong. It reports no
// error but for depth: what it does not understand is left to the parser.
type scanner struct {
	buf  []byte // what is scanned, aliases replaced
	i    int    // where it has come to
	raw  []byte // the text as it was read, once an alias was replaced in buf
	more func([]byte) ([]byte, bool)

	edits   []edit
	splices []splice
	spliced int // how often splices have changed
	hdocs   []hdoc
	base    int // here-documents before it belong to an outer command
	level   int // of what the parser reads here-documents of outer commands behind
	late    []late
	bang    int  // offset of the exclamation mark before this pipeline, or -1
	substs  int  // enclosing $(
	inTicks bool // buf is what is between backquotes
	found   bool // there is a command in this line
	ahead   bool // buf goes on behind the line

	wantGaps bool // elements is to leave in gaps what is between elements
	gaps     []span

	parts *parts // what there is, for Highlight; nil: nobody asks

	emptyGroups bool // () in the next word may be a group of a pattern
	inArray     bool // the next word is an element of an array

	why     failure
	refusal string // the text of the error, if it is refused

	depth, high, max int
	spent            int // bytes that were scanned or copied more than once
	allowed          int // of these, by what is around the text
	trying           int // attempts that are under way
	known            *known

	aliases *aliases
	check   *checker
	strict  bool // ask the parser about every expression
	doubts  bool // something was seen that strict may repair
}

// failure is why a scan stopped.
type failure uint8

const (
	fine       failure = iota
	incomplete         // the text ends inside a construct
	unexpected         // the parser is to say what is wrong
	tooDeep
	refused // what the parser would take is an error
)

func (s *scanner) stop(why failure) bool {
	if s.why == fine {
		s.why = why
	}
	return false
}

// refuse stops for an error that the parser would not report.
func (s *scanner) refuse(text string) bool {
	s.refusal = text
	return s.stop(refused)
}

const (
	strayElse = "`else` can only be used in an `if`"
	strayIn   = "`in` can only be used in a `for`, `select` or `case`"
	noCoproc  = "`coproc` must be followed by a command"
	noOperand = "a redirection must be followed by a word"
)

// line scans to the end of the next line that has commands, or of the text.
// A construct or here-document that goes on takes the lines it needs.
func (s *scanner) line() bool {
	s.found = false
	for {
		s.blanks()
		if s.aliases != nil && !s.end() {
			s.peek()
		}
		if s.end() {
			s.endHeredocs()
			return true
		}
		switch s.buf[s.i] {
		case '\n':
			if !s.newline() {
				return false
			}
			if s.found && (s.ahead || s.unread() >= 0) {
				return true
			}
			continue
		case '#':
			s.comment()
			continue
		}
		s.found = true
		if !s.andOr() || !s.separator() {
			return false
		}
	}
}

// separator scans what follows a command in a line.
func (s *scanner) separator() bool {
	s.blanks()
	switch s.peekByte() {
	case ';':
		s.i++
		s.join()
		if c := s.peekByte(); c == ';' || c == '&' {
			return s.stop(unexpected)
		}
	case '&':
		s.i++
	case '\n', '#', 0:
	default:
		return s.stop(unexpected)
	}
	return true
}

// end tells whether the text ends here.
func (s *scanner) end() bool {
	for s.i >= len(s.buf) {
		if !s.grow() {
			return true
		}
	}
	return false
}

// grow appends the next line to the text.
func (s *scanner) grow() bool {
	if s.more == nil {
		return false
	}
	n := len(s.buf)
	buf, ok := s.more(s.buf)
	s.buf = buf
	if s.raw != nil {
		s.raw = append(s.raw, buf[n:]...)
	}
	return ok
}

// peekByte returns the next byte, 0 at the end of the text or for a NUL.
func (s *scanner) peekByte() byte {
	if s.end() {
		return 0
	}
	return s.buf[s.i]
}

// byteAt returns the byte at an offset, without reading on.
func (s *scanner) byteAt(i int) byte {
	if i < len(s.buf) {
		return s.buf[i]
	}
	return 0
}

// continued tells whether a backslash and a newline stand at offset i.
func (s *scanner) continued(i int) bool {
	return i >= 0 && s.byteAt(i) == '\\' && s.byteAt(i+1) == '\n'
}

// join takes away the backslash-newlines inside a token, of which the parser
// would make two (XCU 2.2.1).
func (s *scanner) join() {
	for s.continued(s.i) {
		s.edit(s.i, 2, "")
		s.i += 2
		s.end()
	}
}

func (s *scanner) blanks() {
	for !s.end() {
		switch c := s.buf[s.i]; {
		case c == ' ', c == '\t':
			s.i++
		case c == '\\' && s.continued(s.i):
			s.i += 2
		default:
			return
		}
	}
}

// gap skips blanks, newlines and comments.
func (s *scanner) gap() bool {
	for {
		s.blanks()
		switch s.peekByte() {
		case '\n':
			if !s.newline() {
				return false
			}
		case '#':
			s.comment()
		default:
			return true
		}
	}
}

// comment skips a comment. A backslash at its end means nothing, but would to
// the parser.
func (s *scanner) comment() {
	if s.parts != nil {
		end := len(s.buf)
		if n := bytes.IndexByte(s.buf[s.i:], '\n'); n >= 0 {
			end = s.i + n
		}
		s.markTo(CommentKind, s.i, end)
	}
	n := bytes.IndexByte(s.buf[s.i:], '\n')
	if n < 0 {
		s.i = len(s.buf)
		return
	}
	s.i += n
	if s.buf[s.i-1] == '\\' {
		s.edit(s.i, 0, " ")
	}
}

// enter counts one level of nesting, which leave takes back.
func (s *scanner) enter() bool {
	s.depth++
	return s.reach(0)
}

func (s *scanner) leave() { s.depth-- }

// reach notes that nesting goes n levels further down from here.
func (s *scanner) reach(n int) bool {
	s.high = max(s.high, s.depth+n)
	if s.high > s.max {
		return s.stop(tooDeep)
	}
	return true
}

// unread returns how much was read and not scanned, -1 inside the text of an alias.
func (s *scanner) unread() int {
	if n := len(s.splices); n > 0 && s.i < len(s.buf) {
		if last := s.splices[n-1]; last.fixed || last.at > s.i {
			return -1
		}
	}
	return len(s.buf) - s.i
}

// source returns the text as it was read.
func (s *scanner) source() []byte {
	if s.raw != nil {
		return s.raw
	}
	return s.buf
}
