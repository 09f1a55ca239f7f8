package interp

import (
	"gpipe/internal/plan"

	"mvdan.cc/sh/v3/syntax"
)

// brief is commands that are built-ins which write, and what decides about
// these: nothing in them waits, but for somebody to read what they write, and
// they come to an end. They need no process of their own where nobody would
// notice that they outlast the command they belong to.
type brief struct {
	names []string // of the built-ins
}

// briefOf returns what commands are if they are brief, and else nil.
func briefOf(list []*syntax.Stmt) *brief {
	b := new(brief)
	for _, s := range list {
		if !b.add(s) {
			return nil
		}
	}
	return b
}

// holds tells whether the names are those of the built-ins.
func (b *brief) holds(sh *Shell) bool {
	if sh.rt.limited.Load() || sh.traps.any() {
		return false
	}
	for _, name := range b.names {
		if sh.funcs.get(name) != nil || sh.rt.builtins[name] == nil {
			return false
		}
	}
	return true
}

// add looks at a command and all that is in it.
func (b *brief) add(n syntax.Node) bool {
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
			ok = ok && !plan.IsPipe(n.Op)
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

func (b *brief) call(n *syntax.CallExpr) bool {
	if len(n.Args) == 0 {
		return true
	}
	switch name := n.Args[0].Lit(); name {
	case "echo", "printf", ":", "true", "false", "test", "[":
		b.names = append(b.names, name)
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
