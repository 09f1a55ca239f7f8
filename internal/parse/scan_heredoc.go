package parse

import (
	"bytes"
	"slices"
)

// hdoc is a here-document whose text has not been read yet.
type hdoc struct {
	end    []byte // the line that ends it
	other  string // what it is for the parser, if that cannot read it
	tabs   bool   // tabs at the beginning of lines do not count
	quoted bool   // the text is literal
	lines  bool   // there is a newline in end
	at     int    // where it was begun
	level  int    // as in scanner, there
}

// name is the delimiter as the parser is given it.
func (h *hdoc) name() string {
	if h.other != "" {
		return h.other
	}
	return string(h.end)
}

// oddDelimiter stands for a delimiter that is an expansion to the parser. No
// text has such a line.
const oddDelimiter = "\x01\x02\x01"

// hereDocument scans the delimiter of a here-document.
func (s *scanner) hereDocument(tabs bool) bool {
	s.follow()
	start, mark := s.i, len(s.edits)
	h := hdoc{tabs: tabs, at: start, level: s.level}
	odd := false
	for !s.end() {
		c := s.buf[s.i]
		if special(c) && bytes.IndexByte([]byte("\\'\"$`"), c) < 0 {
			break
		}
		if !s.delimiter(&h, &odd) {
			return false
		}
	}
	if s.i == start {
		return s.stop(unexpected)
	}
	h.lines = bytes.IndexByte(h.end, '\n') >= 0
	// To the parser only the last part of a delimiter counts.
	raw := s.buf[start:s.i]
	odd = odd || h.lines || h.quoted && bytes.ContainsAny(raw, `'"`) && !isByte(raw[len(raw)-1], `'"`)
	switch {
	case odd && h.quoted && !bytes.ContainsAny(h.end, "'\n"):
		s.replaceFrom(start, mark, "'"+string(h.end)+"'")
	case odd && h.quoted:
		h.other = oddDelimiter
		s.replaceFrom(start, mark, "'"+oddDelimiter+"'")
	case odd:
		h.other = oddDelimiter
		s.replaceFrom(start, mark, oddDelimiter)
	}
	s.hdocs = append(s.hdocs, h)
	return true
}

// delimiter scans a part of a delimiter: only quotes count in it. odd tells
// that the parser would make something else of it.
func (s *scanner) delimiter(h *hdoc, odd *bool) bool {
	start := s.i
	switch c := s.buf[s.i]; c {
	case '\\':
		if s.continued(s.i) {
			s.join()
			return true
		}
		h.quoted = true
		h.end = append(h.end, s.byteAt(s.i+1))
		s.i = min(s.i+2, len(s.buf))
	case '\'':
		h.quoted = true
		s.i++
		if !s.singleQuoted() {
			return false
		}
		h.end = append(h.end, s.buf[start+1:s.i-1]...)
	case '"':
		h.quoted = true
		for s.i++; ; s.i++ {
			if s.end() {
				return s.stop(incomplete)
			}
			c := s.buf[s.i]
			if c == '"' {
				break
			}
			if s.continued(s.i) {
				s.i = s.nextLine(s.i) - 1
				*odd = true
				continue
			}
			if next := s.byteAt(s.i + 1); c == '\\' && isByte(next, "$`\"\\") {
				s.i++
				c = next
			}
			*odd = *odd || c == '$' || c == '`' || c == '\\' || c == '"'
			h.end = append(h.end, c)
		}
		s.i++
	case '$', '`':
		*odd = true
		next := s.byteAt(s.i + 1)
		switch {
		case c == '$' && next == '"':
			s.i++
			return true
		case c == '$' && next == '\'':
			h.quoted = true
			s.i += 2
			if !s.ansiQuoted() {
				return false
			}
			h.end = append(h.end, ANSI(string(s.buf[start+2:s.i-1]))...)
			return true
		case c == '$' && next != '(' && next != '{':
			s.i++
		case !s.quoting(false):
			return false
		}
		h.end = append(h.end, s.buf[start:s.i]...)
	default:
		h.end = append(h.end, c)
		s.i++
	}
	return true
}

// late is the text of a here-document that was begun before a subshell and
// stands inside it. The parser wants it behind the subshell.
type late struct {
	text  []byte
	at    int // where the here-document was begun
	level int // as in hdoc
}

// newline scans a newline and the here-documents that begin behind it.
func (s *scanner) newline() bool {
	s.i++
	for k := s.base; k < len(s.hdocs); k++ {
		h := s.hdocs[k]
		s.insertLate(h.at)
		start, mark := s.i, len(s.edits)
		if !s.text(&h) {
			return false
		}
		if h.level < s.level {
			text := s.render(nil, inOrder(s.edits[mark:]), start, s.i, nil)
			s.replaceFrom(start, mark, "")
			s.late = append(s.late, late{text, h.at, h.level})
		}
	}
	s.hdocs = s.hdocs[:s.base]
	s.insertLate(len(s.buf))
	return true
}

// shallow leaves a level: what is still to be read is read outside it. Levels
// never fall from one here-document to the next.
func (s *scanner) shallow() {
	s.level--
	for k := len(s.hdocs) - 1; k >= 0 && s.hdocs[k].level > s.level; k-- {
		s.hdocs[k].level = s.level
	}
	for k := len(s.late) - 1; k >= 0 && s.late[k].level > s.level; k-- {
		s.late[k].level = s.level
	}
}

// insertLate puts in the texts that the parser wants here: of here-documents
// that were begun before an offset.
func (s *scanner) insertLate(before int) {
	first := len(s.late)
	for first > 0 && s.late[first-1].level == s.level {
		first--
	}
	n := first
	for n < len(s.late) && s.late[n].at < before {
		s.edit(s.i, 0, string(s.late[n].text))
		n++
	}
	s.late = slices.Delete(s.late, first, n)
}

// text scans the text of a here-document. The end of the script ends it too.
func (s *scanner) text(h *hdoc) bool {
	for {
		if s.end() {
			s.endHeredoc(h)
			return true
		}
		if s.delimited(h) {
			return true
		}
		if !s.textLine(h) {
			return false
		}
	}
}

// delimited scans the line that ends a here-document. The parenthesis that
// closes a command substitution may follow in it, as bash has it.
func (s *scanner) delimited(h *hdoc) bool {
	start := s.i
	for h.tabs && s.byteAt(start) == '\t' {
		start++
	}
	for h.lines && bytes.HasPrefix(h.end, s.buf[start:]) && s.grow() {
	}
	if !bytes.HasPrefix(s.buf[start:], h.end) {
		return false
	}
	end := start + len(h.end)
	switch {
	case end == len(s.buf):
		s.i = end
	case s.buf[end] == '\n':
		s.i = end + 1
	case s.buf[end] == ')' && s.substs > 0 && len(h.end) > 0:
		s.edit(end, 0, "\n")
		s.i = end
	default:
		return false
	}
	if h.other != "" {
		s.edit(start, len(h.end), h.other)
	}
	return true
}

// textLine scans a line of a here-document, or several if a backslash or an
// expansion joins them.
func (s *scanner) textLine(h *hdoc) bool {
	if h.quoted {
		n := bytes.IndexByte(s.buf[s.i:], '\n')
		if n < 0 {
			s.i = len(s.buf)
		} else {
			s.i += n + 1
		}
		return true
	}
	after := s.i // the last expansion
	for !s.end() {
		switch c := s.buf[s.i]; c {
		case '\n':
			s.noDelimiter(h, after)
			s.i++
			return true
		case '`':
			if !s.backquotedText() {
				return false
			}
			after = s.i
		case '\\', '$':
			if !s.quoting(true) {
				return false
			}
			after = s.i
			if s.buf[s.i-1] == '$' && c == '$' {
				after = s.shortParam()
				s.i = max(s.i, after)
			}
		default:
			s.i++
		}
	}
	s.noDelimiter(h, after)
	return true
}

// shortParam returns where the parameter ends behind a dollar sign.
func (s *scanner) shortParam() int {
	if c := s.byteAt(s.i); c >= '0' && c <= '9' || isByte(c, "@*#?-$!") {
		return s.i + 1
	}
	return s.nameEnd(s.i)
}

// noDelimiter keeps the parser from taking the rest of a line, after an
// expansion, for the line that ends the here-document: it puts an expansion to
// nothing behind it.
func (s *scanner) noDelimiter(h *hdoc, after int) {
	rest := s.buf[after:s.i]
	if h.tabs {
		rest = bytes.TrimLeft(rest, "\t")
	}
	if string(rest) == h.name() {
		s.edit(s.i, 0, "${-+}")
	}
}

// endHeredoc gives the parser the line that the end of the script stands for.
func (s *scanner) endHeredoc(h *hdoc) {
	line := h.name() + "\n"
	if n := len(s.buf); n > 0 && s.buf[n-1] != '\n' && !s.closed() {
		line = "\n" + line
	}
	s.edit(len(s.buf), 0, line)
}

// closed tells whether the edits already end the last line.
func (s *scanner) closed() bool {
	return len(s.edits) > 0 && s.edits[len(s.edits)-1].at == len(s.buf)
}

// endHeredocs is what the end of the script means to here-documents whose
// text would have begun on the next line.
func (s *scanner) endHeredocs() {
	if len(s.late) > 0 {
		s.edit(len(s.buf), 0, "\n") // there was none behind the subshell
	}
	for _, l := range s.late {
		s.edit(len(s.buf), 0, string(l.text))
	}
	s.late = s.late[:0]
	for i := range s.hdocs {
		s.endHeredoc(&s.hdocs[i])
	}
	s.hdocs = s.hdocs[:0]
}
