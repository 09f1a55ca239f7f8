package expand

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// context is where a part stands.
type context struct {
	quoted bool // in double quotes or a here-document
	hdoc   bool // in a here-document
	inner  bool // in the word of a ${parameter-word}
	split  bool // unquoted text is the result of an expansion
	tilde  tildeRule
	assign bool // name= at its beginning makes the rest the value of an assignment
}

// parts compiles the parts of a word.
func (c *Compiler) parts(list []syntax.WordPart, cx context) []part {
	dst := make([]part, 0, len(list))
	for i := 0; i < len(list); i++ {
		lit, ok := list[i].(*syntax.Lit)
		if !ok {
			dst = c.part(dst, list[i], cx)
			continue
		}
		// A continued line and brace expansion leave literals in a row.
		first := i == 0
		n := 1
		for i+n < len(list) && isLit(list[i+n]) {
			n++
		}
		s := c.literalText(joinLits(lit, list[i+1:i+n]))
		i += n - 1
		if cx.assign && first {
			if n := assignPrefix(s); n > 0 {
				dst, s = appendUnquoted(dst, s[:n], cx), s[n:]
				cx.tilde = assignTilde
			}
		}
		if cx.quoted {
			dst = appendText(dst, text{s: unescapeQuoted(s, cx), quoted: true})
		} else {
			dst = c.literalParts(dst, s, cx, first, i+1 == len(list))
		}
	}
	return merge(dst)
}

// assignPrefix is the length of name=, name+= or name[subscript]= at the
// beginning of s.
func assignPrefix(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || 'a' <= s[n]|0x20 && s[n]|0x20 <= 'z' || n > 0 && '0' <= s[n] && s[n] <= '9') {
		n++
	}
	if n == 0 {
		return 0
	}
	if n < len(s) && s[n] == '[' {
		end := strings.IndexByte(s[n:], ']')
		if end < 0 || strings.IndexByte(s[n:n+end], '\\') >= 0 {
			return 0
		}
		n += end + 1
	}
	if strings.HasPrefix(s[n:], "+=") {
		return n + 2
	}
	if strings.HasPrefix(s[n:], "=") {
		return n + 1
	}
	return 0
}

func isLit(p syntax.WordPart) bool {
	_, ok := p.(*syntax.Lit)
	return ok
}

// joinLits returns the text of literals in a row.
func joinLits(first *syntax.Lit, others []syntax.WordPart) string {
	if len(others) == 0 {
		return first.Value
	}
	var b strings.Builder
	b.WriteString(first.Value)
	for _, p := range others {
		b.WriteString(p.(*syntax.Lit).Value)
	}
	return b.String()
}

func appendText(dst []part, t text) []part {
	if t.s == "" {
		return dst
	}
	return append(dst, t)
}

// part has one case for each kind of part but literals.
func (c *Compiler) part(dst []part, p syntax.WordPart, cx context) []part {
	switch p := p.(type) {
	case *syntax.SglQuoted:
		return c.singleQuoted(dst, p, cx)
	case *syntax.DblQuoted:
		return c.doubleQuoted(dst, p)
	case *syntax.ParamExp:
		return c.param(dst, p, cx)
	case *syntax.CmdSubst:
		return append(dst, &substPart{body: c.Subst(p), quoted: cx.quoted})
	case *syntax.ArithmExp:
		return append(dst, c.arithPart(p.X, cx.quoted))
	case *syntax.ExtGlob:
		return c.extGlob(dst, p)
	case *syntax.ProcSubst:
		if len(p.Stmts) == 0 {
			return dst // as in bash, which starts none
		}
		if c.Process != nil {
			return append(dst, &processPart{body: c.Process(p), quoted: cx.quoted})
		}
	}
	return append(dst, failure{&Error{Op: "expansion", Err: ErrNotSupported}})
}

// literal compiles unquoted literal text: a backslash quotes the character
// after it.
func (c *Compiler) literalParts(dst []part, s string, cx context, first, last bool) []part {
	for s != "" {
		if first && s[0] == '~' && cx.tilde != noTilde {
			if t, rest, ok := tildePrefix(s, cx.tilde, last); ok {
				t.split = cx.split
				dst = append(dst, t)
				s = rest
			}
		}
		first = false
		i := literalEnd(s, cx.tilde)
		if i == len(s) || s[i] == '\\' && i+1 == len(s) {
			return appendUnquoted(dst, s, cx)
		}
		if s[i] == ':' {
			dst = appendUnquoted(dst, s[:i+1], cx)
			s, first = s[i+1:], true
			continue
		}
		dst = appendUnquoted(dst, s[:i], cx)
		n := charLen(s[i+1:])
		dst = append(dst, text{s: s[i+1 : i+1+n], quoted: true})
		s = s[i+1+n:]
	}
	return dst
}

// literalEnd returns where the plain text at the beginning of s ends: at a
// backslash, or at a colon with a tilde behind it where that counts.
func literalEnd(s string, rule tildeRule) int {
	if rule != assignTilde {
		if i := strings.IndexByte(s, '\\'); i >= 0 {
			return i
		}
		return len(s)
	}
	for i := range len(s) {
		if s[i] == '\\' || s[i] == ':' && i+1 < len(s) && s[i+1] == '~' {
			return i
		}
	}
	return len(s)
}

func appendUnquoted(dst []part, s string, cx context) []part {
	switch {
	case s == "":
		return dst
	case cx.split:
		return append(dst, splitText(s))
	}
	return append(dst, text{s: s, meta: strings.ContainsAny(s, metaChars)})
}

// metaChars are the characters that a pattern has at least one of.
const metaChars = `*?[\`

// unescapeQuoted takes away the backslashes that quote inside double quotes
// (XCU 2.2.3) or a here-document (XCU 2.7.4), where others stay.
func unescapeQuoted(s string, cx context) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			switch c := s[i+1]; {
			case c == '$', c == '`', c == '\\',
				c == '"' && (!cx.hdoc || cx.inner), c == '}' && cx.inner:
				i++
			case c == '\n':
				i++
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

// doubleQuoted compiles "...". With a "$@" in it that comes to nothing, the
// quotes make no empty field.
func (c *Compiler) doubleQuoted(dst []part, q *syntax.DblQuoted) []part {
	parts := c.parts(q.Parts, context{quoted: true})
	switch {
	case len(parts) == 0:
		return append(dst, text{quoted: true})
	case hasList(parts):
		return append(dst, &group{parts})
	}
	return append(dst, parts...)
}

// group is a pair of double quotes with a list in it.
type group struct {
	parts []part
}

func (g *group) only() part {
	if len(g.parts) == 1 {
		return g.parts[0]
	}
	return nil
}

func (g *group) run(st *State) error {
	weak := st.out.weak
	st.out.weak = true
	err := runParts(st, g.parts)
	st.out.weak = weak
	return err
}

// hasList tells whether one of the parts may expand to several fields.
func hasList(parts []part) bool {
	for _, p := range parts {
		switch p := p.(type) {
		case *paramPart:
			if p.spreads() {
				return true
			}
		case *modified:
			if p.spreads() {
				return true
			}
		case *slicePart:
			if p.spreads() {
				return true
			}
		case *namesPart:
			return !p.star
		case *keysPart:
			return !p.star
		case *defaultPart:
			if p.spreads() {
				return true
			}
		case *group:
			return true
		}
	}
	return false
}

// singleQuoted compiles '...' and $'...'. In the word of a quoted
// ${parameter-word} single quotes are ordinary characters.
func (c *Compiler) singleQuoted(dst []part, q *syntax.SglQuoted, cx context) []part {
	s := c.literalText(q.Value)
	switch {
	case cx.quoted && (!q.Dollar || cx.hdoc):
		open := "'"
		if q.Dollar {
			open = "$'"
		}
		return append(dst, c.quotedSource(open+q.Value+"'", cx)...)
	case q.Dollar:
		s = parse.ANSI(s)
	}
	return append(dst, text{s: s, quoted: true})
}

// quotedSource compiles source text that the parser took for a quoted string
// as the inside of double quotes.
func (c *Compiler) quotedSource(src string, cx context) []part {
	w, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Document(strings.NewReader(src))
	if err != nil {
		return []part{failure{&Error{Operand: src, Err: ErrBadSubst}}}
	}
	return c.parts(w.Parts, cx)
}

// failure is a part that cannot be expanded.
type failure struct {
	err error
}

func (f failure) run(*State) error { return f.err }
