package layout

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// node prints a word, or another node that is text.
func (p *printer) node(n syntax.Node) { p.put(p.between(n.Pos(), n.End(), n)) }

func (p *printer) words(list []*syntax.Word, more bool) {
	for i, w := range list {
		if i > 0 || more {
			p.put(" ")
		}
		p.node(w)
	}
}

func (p *printer) assigns(list []*syntax.Assign) {
	for i, a := range list {
		if i > 0 {
			p.put(" ")
		}
		if a.Array == nil {
			to := int(a.End().Offset())
			if a.Append && a.Value == nil {
				to++ // the parser counts name= only
			}
			p.put(p.text(int(a.Pos().Offset()), to, a))
			continue
		}
		p.put(p.between(a.Pos(), a.Array.Lparen, a.Name, a.Index) + "(")
		for k, e := range a.Array.Elems {
			if k > 0 {
				p.put(" ")
			}
			p.element(e)
		}
		p.put(")")
	}
}

// element prints an element of name=(...).
func (p *printer) element(e *syntax.ArrayElem) {
	from := int(e.Pos().Offset())
	if e.Index != nil {
		from = p.line.Before(from, '[')
	}
	p.put(p.text(from, int(e.End().Offset()), e))
}

// between is the text between two positions, in which nodes are.
func (p *printer) between(from, to syntax.Pos, nodes ...syntax.Node) string {
	return p.text(int(from.Offset()), int(to.Offset()), nodes...)
}

// change is a part of a text that is printed otherwise, or protected from that.
type change struct {
	from, to int
	text     string
	same     bool
}

// text is the text between two offsets, in which nodes are.
func (p *printer) text(from, to int, nodes ...syntax.Node) string {
	piece := p.line.Piece(from, to)
	var changes []change
	for _, n := range nodes {
		if n == nil {
			continue
		}
		syntax.Walk(n, func(n syntax.Node) bool {
			c, within := p.change(piece, n)
			if c.from < c.to && c.to <= len(piece.Text) {
				changes = append(changes, c)
			}
			return within
		})
	}
	var b strings.Builder
	at := 0
	for _, c := range changes {
		if c.from < at {
			continue
		}
		b.WriteString(joinLines(piece.Text[at:c.from]))
		if c.same {
			b.WriteString(piece.Text[c.from:c.to])
		} else {
			b.WriteString(c.text)
		}
		at = c.to
	}
	b.WriteString(joinLines(piece.Text[at:]))
	return b.String()
}

// change tells what becomes of a node, and whether the nodes in it are to be looked
// at. What stands otherwise in the text than in the tree is left as it is.
func (p *printer) change(piece parse.Piece, n syntax.Node) (c change, within bool) {
	switch n := n.(type) {
	case *syntax.SglQuoted:
		c = p.span(piece, n)
		switch {
		case !piece.Has(c.from, c.to, "'", "'") && !piece.Has(c.from, c.to, "$'", "'"):
			return change{}, false
		case n.Dollar:
			c.text = quote(parse.ANSI(parse.Decode(n.Value)))
		default:
			c.same = true
		}
		return c, false
	case *syntax.DblQuoted:
		if c = p.span(piece, n); n.Dollar && piece.Has(c.from, c.to, `$"`, `"`) {
			c.to = c.from + len("$")
			return c, true
		}
		return change{}, true
	case *syntax.CmdSubst:
		if c = p.span(piece, n); !piece.Has(c.from, c.to, "$(", ")") {
			return change{}, false
		}
		if piece.Has(c.from, c.to, "$((", ")") { // it might have been an expression: bash leaves it alone
			c.same = true
			return c, false
		}
		c.text = "$" + p.subst(n.Stmts)
		return c, false
	case *syntax.ProcSubst:
		if c = p.span(piece, n); !piece.Has(c.from, c.to, n.Op.String(), ")") {
			return change{}, false
		}
		c.text = n.Op.String()[:1] + p.subst(n.Stmts)
		return c, false
	}
	return change{}, n != nil
}

func (p *printer) span(piece parse.Piece, n syntax.Node) change {
	return change{from: piece.At(int(n.Pos().Offset())), to: piece.At(int(n.End().Offset()))}
}

// subst is the commands of a substitution, with the parentheses.
func (p *printer) subst(list []*syntax.Stmt) string {
	in := &printer{line: p.line, inside: true, joined: 1}
	in.list(list)
	in.documents("")
	text := string(in.out)
	if strings.HasPrefix(text, "(") {
		text = " " + text
	}
	return "(" + text + ")"
}

// expressions is what stands in for ((...)): a missing one is 1.
func (p *printer) expressions(loop *syntax.CStyleLoop) string {
	text := p.text(int(loop.Lparen.Offset())+len("(("), int(loop.Rparen.Offset()), loop.Init, loop.Cond, loop.Post)
	parts := splitExpressions(text)
	for i := range parts {
		if parts[i] = strings.TrimLeft(parts[i], " \t\n"); parts[i] == "" {
			parts[i] = "1"
		}
	}
	return strings.Join(parts, "; ")
}

// splitExpressions splits text at the semicolons that are not quoted or inside
// parentheses or braces.
func splitExpressions(text string) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			i++
		case '\'', '"', '`':
			if n := strings.IndexByte(text[i+1:], c); n >= 0 {
				i += n + 1
			}
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		case ';':
			if depth == 0 {
				parts = append(parts, text[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, text[start:])
}
