package plan

import "mvdan.cc/sh/v3/syntax"

// Stages lists the stages of a pipeline, and for each gap whether it is |&.
func Stages(b *syntax.BinaryCmd) (stmts []*syntax.Stmt, joins []bool) {
	return appendStages(b, nil, nil)
}

func appendStages(b *syntax.BinaryCmd, stmts []*syntax.Stmt, joins []bool) ([]*syntax.Stmt, []bool) {
	if x, ok := b.X.Cmd.(*syntax.BinaryCmd); ok && IsPipe(x.Op) && len(b.X.Redirs) == 0 && !b.X.Negated {
		stmts, joins = appendStages(x, stmts, joins)
	} else {
		stmts = append(stmts, b.X)
	}
	joins = append(joins, b.Op == syntax.PipeAll)
	return append(stmts, b.Y), joins
}

// IsPipe tells whether an operator joins the stages of a pipeline.
func IsPipe(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }

// AsyncStages returns the commands that become the stages of "s &": those of
// a pipeline, or s itself.
func AsyncStages(s *syntax.Stmt) (stmts []*syntax.Stmt, joins []bool) {
	fg := *s
	fg.Background = false
	if b, ok := s.Cmd.(*syntax.BinaryCmd); ok && IsPipe(b.Op) && !s.Negated && len(s.Redirs) == 0 {
		return Stages(b)
	}
	return []*syntax.Stmt{&fg}, nil
}

// ProcessStages returns the commands that become processes of a process
// substitution: those of a pipeline, or its only one. None: it is a list.
func ProcessStages(n *syntax.ProcSubst) ([]*syntax.Stmt, []bool) {
	if len(n.Stmts) != 1 || n.Stmts[0].Background {
		return nil, nil
	}
	return AsyncStages(n.Stmts[0])
}

// StageName names a stage in process lists and errors.
func StageName(s *syntax.Stmt) string {
	switch cmd := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(cmd.Args) > 0 {
			if lit := cmd.Args[0].Lit(); lit != "" {
				return lit
			}
		}
	case *syntax.Subshell:
		return "( )"
	case *syntax.Block:
		return "{ }"
	case *syntax.WhileClause:
		if cmd.Until {
			return "until"
		}
		return "while"
	case *syntax.ForClause:
		return "for"
	case *syntax.IfClause:
		return "if"
	case *syntax.CaseClause:
		return "case"
	}
	return "command"
}

// OnlyInput returns the statement of $(<file).
func OnlyInput(n *syntax.CmdSubst) *syntax.Stmt {
	if len(n.Stmts) != 1 {
		return nil
	}
	s := n.Stmts[0]
	if s.Cmd != nil || s.Negated || s.Background || len(s.Redirs) != 1 {
		return nil
	}
	if r := s.Redirs[0]; r.Op != syntax.RdrIn || r.N != nil {
		return nil
	}
	return s
}
