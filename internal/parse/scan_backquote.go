package parse

import "bytes"

// ticked is the text between backquotes, which is a script of its own when the
// backslashes are taken away that quote there (XCU 2.6.3).
type ticked struct {
	open, mark int    // where the first backquote is, and the edits begin
	raw        []byte // the text as it stands there
	dq         bool   // in double quotes, where a double quote may be quoted too
	document   bool   // in a here-document
}

// backquoted scans `...`.
func (s *scanner) backquoted(dq bool) bool {
	return s.backquotes(ticked{open: s.i, mark: len(s.edits), dq: dq})
}

// backquotedText is backquoted in a here-document. Between the backquotes a
// double quote may be quoted as within double quotes (XCU 2.7.4).
func (s *scanner) backquotedText() bool {
	return s.backquotes(ticked{open: s.i, mark: len(s.edits), dq: true, document: true})
}

// backquotes scans up to the closing backquote, where only a backslash is
// looked at, and then what is between. If the parser would read that otherwise,
// as it does inside other backquotes, it is given $(...).
func (s *scanner) backquotes(t ticked) bool {
	escapes, joins := false, false
	for s.i++; ; s.i++ {
		if s.end() {
			return s.stop(incomplete)
		}
		c := s.buf[s.i]
		if c == '`' {
			break
		}
		if c == '\\' {
			escapes = true
			joins = joins || s.continued(s.i)
			s.i++
			s.end()
		}
	}
	t.raw = s.buf[t.open+1 : s.i]
	s.i++
	if !escapes {
		return s.ticks(t, t.raw)
	}
	if joins && bytes.ContainsAny(t.raw, "'#<") {
		s.joinLines(t)
	}
	return s.ticks(t, unescape(t.raw, t.dq))
}

// joinLines takes away the backslash-newlines, as all shells do wherever they
// stand in the text, and the parser does not in single quotes, comments and
// here-documents.
func (s *scanner) joinLines(t ticked) {
	for i := t.open + 1; i <= t.open+len(t.raw); i++ {
		if s.buf[i] == '\\' {
			if s.continued(i) {
				s.edit(i, 2, "")
			}
			i++
		}
	}
}

// unescape takes away the backslashes that quote inside backquotes, and those
// with a newline.
func unescape(raw []byte, dq bool) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '\\' && i+1 < len(raw) {
			switch c := raw[i+1]; {
			case c == '$', c == '`', c == '\\', c == '"' && dq:
				i++
			case c == '\n':
				i++
				continue
			}
		}
		out = append(out, raw[i])
	}
	return out
}

// ticks scans the script between backquotes. One that is no valid program is an
// error when it is run, as in bash. In a here-document it is one, too, if it is
// valid with the backslashes before double quotes, which some shells keep there.
func (s *scanner) ticks(t ticked, text []byte) bool {
	s.doubts = true
	script, ok := s.script(t, text)
	if !ok && s.why == fine && t.document {
		script, ok = s.script(t, unescape(t.raw, false))
	}
	switch {
	case s.why != fine:
		return false
	case !ok:
		s.replaceFrom(t.open, t.mark, "$(eval '"+string(bytes.ReplaceAll(text, []byte("'"), []byte(`'\''`)))+"'\n)")
	case script != nil:
		s.replaceFrom(t.open, t.mark, "$( "+string(script)+"\n)")
	}
	return true
}

// script scans the script between backquotes. It returns what the parser is
// to be given in its place, nil if that can be the text as it stands there,
// and whether it is a valid program: the parser is asked if the scanner cannot
// tell, or has made a mistake about something in the same line.
func (s *scanner) script(t ticked, text []byte) (changed []byte, ok bool) {
	if !s.spend(len(text)) || !s.enter() {
		return nil, false
	}
	sub := scanner{buf: text, inTicks: true, max: s.max, depth: s.depth, high: s.high, check: s.check, strict: s.strict,
		spent: s.spent, allowed: s.allowance()}
	if s.aliases != nil {
		sub.buf, sub.aliases = bytes.Clone(text), s.aliases.nested(t.open)
	}
	for sub.line() && !sub.end() {
	}
	s.leave()
	s.high, s.spent = max(s.high, sub.high), sub.spent
	if sub.why == tooDeep || sub.why == unexpected && tooOdd(sub.buf[min(sub.i, len(sub.buf)):]) {
		return nil, s.stop(tooDeep)
	}
	if endsQuoting(text) && !sub.closed() {
		sub.edit(len(sub.buf), 0, `\`) // or it would join the line with what follows
	}
	if len(sub.edits) > 0 || len(sub.splices) > 0 || s.inTicks || t.document && bytes.Contains(t.raw, []byte(`\"`)) {
		changed = sub.render(make([]byte, 0, len(text)), inOrder(sub.edits), 0, len(sub.buf), nil)
	}
	switch {
	case sub.why == refused:
		return nil, false
	case sub.why == fine && !s.strict:
		return changed, true
	case changed == nil:
		return nil, s.check.program(s, text)
	}
	return changed, s.check.program(s, changed)
}

// endsQuoting tells whether the last byte of a text is a backslash that quotes
// nothing.
func endsQuoting(text []byte) bool {
	return (len(text)-len(bytes.TrimRight(text, `\`)))%2 == 1
}
