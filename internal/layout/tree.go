package layout

import (
	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// tree is a command, or two of them with an operator between them, which the
// grammar of bash joins in this order: lists and && from the left, pipelines from
// the right.
type tree struct {
	op          string // "": it is stmt
	left, right *tree
	stmt        *syntax.Stmt
	both        bool   // its standard error goes into the pipe, too
	not         bool   // after an odd number of !
	timed       string // "time " or "time -p "
}

// newTree is the tree of a statement, but for the & behind it.
func newTree(s *syntax.Stmt) *tree {
	s = parse.BareFunction(s)
	var t *tree
	switch cmd := s.Cmd.(type) {
	case *syntax.BinaryCmd:
		switch cmd.Op {
		case syntax.Pipe, syntax.PipeAll:
			t = pipeline(s)
		default:
			t = &tree{op: cmd.Op.String(), left: newTree(cmd.X), right: newTree(cmd.Y)}
		}
	case *syntax.TimeClause:
		t = &tree{stmt: &syntax.Stmt{}}
		if cmd.Stmt != nil {
			t = newTree(cmd.Stmt)
		}
		t.timed = "time "
		if cmd.PosixFormat {
			t.timed = "time -p "
		}
	default:
		t = &tree{stmt: s}
	}
	t.not = t.not != s.Negated
	return t
}

// pipeline is the tree of the stages of s.
func pipeline(s *syntax.Stmt) *tree {
	var t *tree
	both := false
	for {
		b, ok := s.Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.Pipe && b.Op != syntax.PipeAll {
			break
		}
		stage := newTree(b.Y)
		stage.both = both
		t = join(stage, t)
		both, s = b.Op == syntax.PipeAll, b.X
	}
	first := newTree(s)
	first.both = both
	return join(first, t)
}

func join(left, right *tree) *tree {
	if right == nil {
		return left
	}
	return &tree{op: "|", left: left, right: right}
}

// listTree is the tree of commands that follow each other; nil: there are none.
// Where lines are kept, those with a newline between them are joined by that.
func listTree(list []*syntax.Stmt, lines bool) *tree {
	var t, last *tree // last ends with &
	op := ""
	for _, s := range list {
		next := newTree(s)
		switch {
		case t == nil:
			t = next
		case op == "&":
			last.right = next
		default:
			t = &tree{op: op, left: t, right: next}
		}
		switch {
		case s.Background:
			op = "&"
			if t.op == ";" || t.op == "\n" { // the & is for the last command alone
				t.right = &tree{op: op, left: t.right}
				last = t.right
				continue
			}
			t = &tree{op: op, left: t}
			last = t
		case lines && !s.Semicolon.IsValid():
			op = "\n"
		default:
			op = ";"
		}
	}
	return t
}
