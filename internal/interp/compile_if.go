package interp

import "mvdan.cc/sh/v3/syntax"

// ifClause is if, elif and else.
func (c *compiler) ifClause(n *syntax.IfClause) run {
	then := c.stmts(n.Then)
	if len(n.Cond) == 0 { // else
		return then
	}
	cond := c.stmts(n.Cond)
	otherwise := func(sh *Shell) Flow {
		sh.status = 0
		return Next
	}
	if n.Else != nil {
		otherwise = c.ifClause(n.Else)
	}
	return func(sh *Shell) Flow {
		sh.cond++
		f := cond(sh)
		sh.cond--
		if f != Next {
			return f
		}
		if sh.status == 0 {
			return then(sh)
		}
		return otherwise(sh)
	}
}
