// Package layout prints commands in the layout of bash: what its declare -f shows
// of a function. Comments and the writer's own line breaks are gone; words stand as
// they were written, but for command substitutions in them, which are laid out
// too, and $'...', which is what it stands for. What is printed can be read again, and
// is the same command.
package layout

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// Function prints a definition that is part of a line.
func Function(l *parse.Line, def *syntax.FuncDecl) string {
	p := &printer{line: l}
	if parse.IsKeyword(p.between(def.Name.Pos(), def.Name.End(), nil)) {
		p.put("function ")
	}
	p.function(def)
	return string(p.out)
}

// Running prints what bash says that runs, of the command of a line at an offset: of a
// loop over words and of case what stands before the body, of another command that
// ends at end all of it; "": there is none.
func Running(l *parse.Line, at, end uint) string {
	p := &printer{line: l}
	switch n := l.Find(func(n syntax.Node) bool { return isRunning(n, at, end) }).(type) {
	case *syntax.ForClause:
		p.loopHead(n)
	case *syntax.CaseClause:
		p.caseHead(n)
	case *syntax.Stmt:
		only := *alone(n)
		only.Negated = false
		return p.whole(&only)
	case syntax.Command:
		return p.whole(&syntax.Stmt{Position: n.Pos(), Cmd: n})
	}
	return string(p.out)
}

// whole is all of a command, with its here-documents.
func (p *printer) whole(s *syntax.Stmt) string {
	p.tree(newTree(s))
	p.documents("")
	return string(p.out)
}

func isRunning(n syntax.Node, at, end uint) bool {
	if n.Pos().Offset() != at {
		return false
	}
	switch n := n.(type) {
	case *syntax.ForClause:
		return n.Loop.End().Offset() == end
	case *syntax.CaseClause:
		return n.Word.End().Offset() == end
	case *syntax.Stmt, syntax.Command:
		return n.End().Offset() == end
	}
	return false
}

// step is how many columns what is inside of a command stands to the right.
const step = 4

type printer struct {
	line   *parse.Line
	out    []byte
	indent int
	joined int // so many commands that follow go on in the line
	nested int // enclosing functions
	lists  int // enclosing lists and pipelines
	inside bool
	// inside a command substitution, where commands keep the line breaks
	// between them

	pending  []*syntax.Redirect // whose here-documents stand behind the next operator
	document bool               // a here-document was printed since the last semicolon
}

func (p *printer) put(s string) { p.out = append(p.out, s...) }

// begin is the start of a command.
func (p *printer) begin() {
	if p.joined > 0 {
		p.joined--
		return
	}
	p.margin()
}

func (p *printer) margin() {
	for range p.indent {
		p.out = append(p.out, ' ')
	}
}

// newline starts a line with s.
func (p *printer) newline(s string) {
	p.put("\n")
	p.margin()
	p.put(s)
}

// semicolon ends a command, where nothing else has.
func (p *printer) semicolon() {
	if n := len(p.out); n > 0 && (p.out[n-1] == '&' || p.out[n-1] == '\n') {
		return
	}
	p.put(";")
}

// tree prints a command.
func (p *printer) tree(t *tree) {
	if t == nil {
		return
	}
	p.begin()
	p.put(t.timed)
	if t.not {
		p.put("! ")
	}
	if t.op != "" {
		p.connection(t)
		return
	}
	p.command(t)
}

// connection prints two commands and what is between them.
func (p *printer) connection(t *tree) {
	p.joined++
	p.lists++
	p.tree(t.left)
	switch t.op {
	case "&", "|":
		p.documents(" " + t.op)
		if t.op == "|" || t.right != nil {
			p.put(" ")
			p.joined++
		}
	case "&&", "||":
		p.documents(" " + t.op + " ")
		p.joined++
	default:
		p.separator(t.op)
	}
	if t.right != nil {
		p.tree(t.right)
	}
	p.documents("")
	p.lists--
}

// separator is what stands between two commands of a list, ";" or a newline.
func (p *printer) separator(op string) {
	switch {
	case len(p.pending) > 0:
		p.documents("")
		if p.nested == 0 {
			break
		}
	case p.document:
		p.document = false
	default:
		p.put(op)
	}
	switch {
	case p.nested > 0:
		p.put("\n")
	case op == "\n":
		p.joined++
	default:
		p.put(" ")
		p.joined++
	}
}

// body prints commands one step further to the right.
func (p *printer) body(list []*syntax.Stmt) {
	p.indent += step
	p.list(list)
	p.documents("")
	p.indent -= step
}

func (p *printer) list(list []*syntax.Stmt) { p.tree(listTree(list, p.inside)) }

// inline prints commands that go on in the line.
func (p *printer) inline(list []*syntax.Stmt) {
	p.joined++
	p.list(list)
}

// quote is s in single quotes.
func quote(s string) string {
	if s == "'" {
		return `\'`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
