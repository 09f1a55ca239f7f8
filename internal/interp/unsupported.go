package interp

import "mvdan.cc/sh/v3/syntax"

// unsupported compiles a construct that the parser knows and this shell does
// not: running it is a syntax error, at the place where it stands.
func (c *compiler) unsupported(n syntax.Node) run {
	what := typeName(n)
	line := c.line(n.Pos())
	return func(sh *Shell) Flow {
		sh.line = line
		sh.Report("syntax error: " + what + " is not supported")
		return sh.fatal(2)
	}
}

// typeName names a construct for people.
func typeName(n syntax.Node) string {
	switch n.(type) {
	case *syntax.CoprocClause:
		return "coproc"
	}
	return "this construct"
}
