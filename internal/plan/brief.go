package plan

import "mvdan.cc/sh/v3/syntax"

// Brief is commands that are built-ins which write, and what decides about
// these: nothing in them waits, but for somebody to read what they write, and
// they come to an end. They need no process of their own where nobody would
// notice that they outlast the command they belong to.
type Brief struct {
	Names []string // of the built-ins, if that is what they are then
}

// BriefOf returns what commands are if they are brief, and else nil.
func BriefOf(list []*syntax.Stmt) *Brief {
	b := new(Brief)
	for _, s := range list {
		if !b.add(s) {
			return nil
		}
	}
	return b
}

// add looks at a command and all that is in it.
func (b *Brief) add(n syntax.Node) bool {
	ok := true
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Stmt:
			ok = ok && !n.Background && !n.Coprocess
		case *syntax.CallExpr:
			ok = ok && b.call(n)
		case *syntax.Redirect:
			ok = ok && n.Op == syntax.DplOut
		case *syntax.BinaryCmd:
			ok = ok && !IsPipe(n.Op)
		case *syntax.ForClause:
			_, words := n.Loop.(*syntax.WordIter)
			ok = ok && words && !n.Select
		case syntax.Command:
			ok = ok && isBranch(n)
		case *syntax.CmdSubst, *syntax.ProcSubst:
			ok = false
		}
		return ok
	})
	return ok
}

func (b *Brief) call(n *syntax.CallExpr) bool {
	if len(n.Args) == 0 {
		return true
	}
	switch name := n.Args[0].Lit(); name {
	case "echo", "printf", ":", "true", "false", "test", "[":
		b.Names = append(b.Names, name)
		return true
	}
	return false
}

// isBranch tells whether a compound command is one that runs no part of it twice.
func isBranch(cmd syntax.Command) bool {
	switch cmd.(type) {
	case *syntax.Block, *syntax.IfClause, *syntax.CaseClause, *syntax.TestClause, *syntax.ArithmCmd:
		return true
	}
	return false
}
