package plan

import (
	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// compound has one case for each form of compound command.
func (b *builder) compound(n *Node, cmd syntax.Command, s *scope) {
	switch cmd := cmd.(type) {
	case *syntax.Subshell:
		n.Kind = KindSubshell
		fx := b.effects.Part(func() {
			b.apart(func() { n.Children = b.stmts(cmd.Stmts, s.fork(), "") })
		})
		fx.Heed(b.text(cmd))
		b.own(n, fx)
	case *syntax.Block:
		n.Kind = KindGroup
		n.Children = b.stmts(cmd.Stmts, s, "")
	case *syntax.IfClause:
		n.Kind = KindIf
		b.ifClause(n, cmd, s)
	case *syntax.WhileClause:
		n.Kind = KindWhile
		if cmd.Until {
			n.Kind = KindUntil
		}
		n.Children = append(b.stmts(cmd.Cond, s, "condition"), b.stmts(cmd.Do, s, "body")...)
	case *syntax.ForClause:
		b.forClause(n, cmd, s)
	case *syntax.CaseClause:
		b.caseClause(n, cmd, s)
	case *syntax.FuncDecl:
		b.function(n, cmd)
	case *syntax.TimeClause:
		n.Kind = KindTime
		if cmd.Stmt != nil {
			n.Children = []*Node{b.stmt(cmd.Stmt, s)}
		}
	case *syntax.CoprocClause:
		n.Kind = KindCoproc
		b.apart(func() { n.Children = []*Node{b.stmt(cmd.Stmt, s.fork())} })
	case *syntax.TestClause:
		n.Kind = KindTest
		b.expansions(n, s, cmd.X, asText)
	case *syntax.ArithmCmd:
		n.Kind = KindArithmetic
		b.expansions(n, s, cmd.X, asText)
		b.effects.AssignAny()
	case *syntax.BinaryCmd:
		b.binaryInto(n, cmd, s)
	}
}

// binaryInto builds a list that has redirections of its own.
func (b *builder) binaryInto(n *Node, cmd *syntax.BinaryCmd, s *scope) {
	inner := b.binary(cmd, &syntax.Stmt{Cmd: cmd, Position: cmd.Pos()}, s)
	n.Kind, n.Pipes, n.Children = inner.Kind, inner.Pipes, inner.Children
}

func (b *builder) ifClause(n *Node, cmd *syntax.IfClause, s *scope) {
	n.Children = append(n.Children, b.stmts(cmd.Cond, s, "condition")...)
	n.Children = append(n.Children, b.stmts(cmd.Then, s, "then")...)
	switch e := cmd.Else; {
	case e == nil:
	case len(e.Cond) == 0:
		n.Children = append(n.Children, b.stmts(e.Then, s, "else")...)
	default:
		b.ifClause(n, e, s)
	}
}

func (b *builder) forClause(n *Node, cmd *syntax.ForClause, s *scope) {
	n.Kind = KindFor
	if cmd.Select {
		n.Kind = KindSelect
		b.effects.Assign("REPLY")
	}
	switch loop := cmd.Loop.(type) {
	case *syntax.WordIter:
		b.effects.Assign(loop.Name.Value)
		for _, w := range loop.Items {
			b.expansions(n, s, w, asFields)
		}
	case *syntax.CStyleLoop:
		b.effects.AssignAny()
		for _, x := range []syntax.ArithmExpr{loop.Init, loop.Cond, loop.Post} {
			if x != nil {
				b.expansions(n, s, x, asText)
			}
		}
	}
	n.Children = append(n.Children, b.stmts(cmd.Do, s, "body")...)
}

func (b *builder) caseClause(n *Node, cmd *syntax.CaseClause, s *scope) {
	n.Kind = KindCase
	b.expansions(n, s, cmd.Word, asValue)
	for _, item := range cmd.Items {
		pattern := ""
		for i, p := range item.Patterns {
			if i > 0 {
				pattern += "|"
			}
			pattern += b.text(p)
		}
		n.Children = append(n.Children, b.stmts(item.Stmts, s, "pattern "+pattern)...)
	}
}

// function is a definition. Its body runs with the descriptors of whoever
// calls it, when everything the program defines may be known.
func (b *builder) function(n *Node, cmd *syntax.FuncDecl) {
	n.Kind = KindFunction
	if cmd.Name == nil {
		return
	}
	known := b.known
	b.known = b.all
	body := parse.FunctionBody(cmd)
	b.functions[cmd.Name.Value] = b.effects.Function(b.text(body), func() {
		n.Children = []*Node{b.stmt(body, calledScope())}
	})
	n.Children[0].Role = "body"
	b.known = known
	b.known[cmd.Name.Value] = n.Line
}
