package interp

import (
	"gpipe/internal/expand"
	"gpipe/internal/option"

	"mvdan.cc/sh/v3/syntax"
)

// caseItem is one "pattern | pattern) list ;;".
type caseItem struct {
	patterns []*expand.Word
	body     run
	empty    bool
	op       syntax.CaseOperator
}

// caseClause is case word in ... esac, with ;; ;& and ;;&.
func (c *compiler) caseClause(n *syntax.CaseClause) run {
	word := c.exp.String(n.Word)
	items := make([]caseItem, len(n.Items))
	for i, it := range n.Items {
		items[i] = caseItem{body: c.stmts(it.Stmts), empty: len(it.Stmts) == 0, op: it.Op}
		for _, p := range it.Patterns {
			items[i].patterns = append(items[i].patterns, c.exp.Pattern(p))
		}
	}
	line, at := c.line(n.Pos()), c.header(n, n.Word.End())
	return func(sh *Shell) Flow {
		sh.line = line
		if sh.opts&option.DebugTrap != 0 {
			if f := sh.debug(line, &at); f != Next {
				return sh.leftOut(f)
			}
		}
		sh.traceSource(&at)
		subject, err := word.String(&sh.st)
		if err != nil {
			return sh.expansionError(err)
		}
		if f := sh.heed(); f != Next {
			return f
		}
		return sh.runCase(subject, items)
	}
}

func (sh *Shell) runCase(subject string, items []caseItem) Flow {
	status := sh.status
	sh.status = 0
	fallThrough := false
	for i := range items {
		it := &items[i]
		if !fallThrough {
			// $? in a pattern, and in what then runs, is that of the command
			// or substitution before.
			run := sh.status
			sh.status = status
			hit, err := sh.matchAny(subject, it.patterns)
			status, sh.status = sh.status, run
			if err != nil {
				return sh.expansionError(err)
			}
			if !hit {
				continue
			}
		}
		if it.empty {
			sh.status = 0 // of the whole: $? stays what it is
		} else {
			sh.status = status
			if f := it.body(sh); f != Next {
				return f
			}
			status = sh.status
		}
		switch it.op {
		case syntax.Fallthrough:
			fallThrough = true
		case syntax.Resume, syntax.ResumeKorn:
			fallThrough = false
		default:
			return Next
		}
	}
	return Next
}

func (sh *Shell) matchAny(subject string, patterns []*expand.Word) (bool, error) {
	for _, p := range patterns {
		hit, err := p.Match(&sh.st, subject)
		if hit || err != nil {
			return hit, err
		}
	}
	return false, nil
}
