package layout

import (
	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// command prints a command that is no list or pipeline, with its redirections.
func (p *printer) command(t *tree) {
	words := len(p.out)
	switch cmd := t.stmt.Cmd.(type) {
	case *syntax.CallExpr:
		p.assigns(cmd.Assigns)
		if len(cmd.Assigns) == 0 && len(t.stmt.Redirs) > 0 && parse.IsKeyword(p.between(cmd.Pos(), cmd.Args[0].End())) {
			p.put(`\`) // a redirection stood before it, and comes behind it now
		}
		p.words(cmd.Args, len(cmd.Assigns) > 0)
	case *syntax.DeclClause:
		p.node(cmd.Variant)
		if len(cmd.Args) > 0 {
			p.put(" ")
		}
		p.assigns(cmd.Args)
	case *syntax.Block:
		p.group(cmd)
	case *syntax.Subshell:
		p.put("( ")
		p.inline(cmd.Stmts)
		p.documents("")
		p.put(" )")
	case *syntax.IfClause:
		p.ifClause(cmd)
	case *syntax.WhileClause:
		p.whileClause(cmd)
	case *syntax.ForClause:
		p.forClause(cmd)
	case *syntax.CaseClause:
		p.caseClause(cmd)
	case *syntax.ArithmCmd:
		p.put("((" + p.text(int(cmd.Left.Offset())+len("(("), int(cmd.Right.Offset()), cmd.X) + "))")
	case *syntax.TestClause:
		p.put("[[ ")
		p.test(cmd.X)
		p.put(" ]]")
	case *syntax.FuncDecl:
		p.put("function ")
		p.function(cmd)
	case *syntax.CoprocClause:
		p.coproc(cmd)
	}
	if len(t.stmt.Redirs) == 0 && !t.both {
		return
	}
	if len(p.out) > words {
		p.put(" ")
	}
	p.redirects(t.stmt.Redirs, t.both)
}

// function prints a definition from the name on.
func (p *printer) function(def *syntax.FuncDecl) {
	p.node(def.Name)
	p.put(" () \n")
	p.margin()
	p.put("{ \n")
	p.nested++
	body := parse.FunctionBody(def)
	block, isBlock := body.Cmd.(*syntax.Block)
	isBlock = isBlock && !body.Negated
	if isBlock {
		p.body(block.Stmts)
	} else {
		p.body([]*syntax.Stmt{alone(body)})
	}
	p.nested--
	p.document = false
	p.newline("}")
	if isBlock && len(body.Redirs) > 0 {
		p.put(" ")
		p.redirects(body.Redirs, false)
	}
}

// alone is a statement without what is behind it.
func alone(s *syntax.Stmt) *syntax.Stmt {
	if !s.Background {
		return s
	}
	only := *s
	only.Background, only.Semicolon = false, syntax.Pos{}
	return &only
}

func (p *printer) group(cmd *syntax.Block) {
	p.put("{ ")
	if p.nested > 0 {
		p.put("\n")
		p.body(cmd.Stmts)
		p.newline("}")
		return
	}
	p.inline(cmd.Stmts)
	p.documents("")
	p.semicolon()
	p.put(" }")
}

func (p *printer) ifClause(cmd *syntax.IfClause) {
	p.put("if ")
	p.inline(cmd.Cond)
	p.documents("") // bash leaves them for later, which cannot be read again
	p.semicolon()
	p.put(" then\n")
	p.body(cmd.Then)
	if other := cmd.Else; other != nil {
		p.semicolon()
		p.newline("else\n")
		if other.ThenPos.IsValid() {
			p.indent += step
			p.margin()
			p.ifClause(other)
			p.documents("")
			p.indent -= step
		} else {
			p.body(other.Then)
		}
	}
	p.semicolon()
	p.newline("fi")
}

func (p *printer) whileClause(cmd *syntax.WhileClause) {
	if cmd.Until {
		p.put("until ")
	} else {
		p.put("while ")
	}
	p.inline(cmd.Cond)
	p.documents("")
	p.semicolon()
	p.put(" do\n")
	p.body(cmd.Do)
	p.semicolon()
	p.newline("done")
}

func (p *printer) forClause(cmd *syntax.ForClause) {
	p.loopHead(cmd)
	if _, ok := cmd.Loop.(*syntax.WordIter); ok {
		p.put(";")
	}
	p.newline("do\n")
	p.body(cmd.Do)
	p.semicolon()
	p.newline("done")
}

// loopHead prints what stands before the body.
func (p *printer) loopHead(cmd *syntax.ForClause) {
	if cmd.Select {
		p.put("select ")
	} else {
		p.put("for ")
	}
	switch loop := cmd.Loop.(type) {
	case *syntax.CStyleLoop:
		p.put("((" + p.expressions(loop) + "))")
	case *syntax.WordIter:
		p.node(loop.Name)
		p.put(" in ")
		if loop.InPos.IsValid() {
			p.words(loop.Items, false)
		} else {
			p.put(`"$@"`)
		}
	}
}

func (p *printer) caseHead(cmd *syntax.CaseClause) {
	p.put("case ")
	p.node(cmd.Word)
	p.put(" in ")
}

func (p *printer) caseClause(cmd *syntax.CaseClause) {
	p.caseHead(cmd)
	p.indent += step
	for _, item := range cmd.Items {
		p.newline("")
		for i, pattern := range item.Patterns {
			text := p.between(pattern.Pos(), pattern.End(), pattern)
			switch {
			case i > 0:
				p.put(" | ")
			case text == "esac": // bash leaves out the parenthesis, and reads no pattern then
				p.put("(")
			}
			p.put(text)
		}
		p.put(")\n")
		p.body(item.Stmts)
		p.newline(item.Op.String())
	}
	p.indent -= step
	p.newline("esac")
}

func (p *printer) coproc(cmd *syntax.CoprocClause) {
	p.put("coproc ")
	if cmd.Name != nil {
		p.node(cmd.Name)
	} else {
		p.put("COPROC")
	}
	p.put(" ")
	p.joined++
	p.tree(newTree(cmd.Stmt))
}
