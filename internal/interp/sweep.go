package interp

import (
	"strings"

	"gpipe/internal/parse"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// Sweep forgets the names that no variable has any more, when there are many: a
// script may make up names without end, and unset the variables. Those in the
// text of the script are kept, since what they were compiled to is. What eval
// runs is not. It is called when nothing else runs that could have a slot.
func (sh *Shell) Sweep() {
	if sh.sub != 0 || sh.evals != 0 || sh.rt.envs.Load() != 0 || !sh.st.Vars.Littered() {
		return
	}
	sh.st.Vars.Sweep()
	sh.st.Forget()
	sh.rt.evaluated.forget()
	sh.state.memo = nil
}

// names has the names of variables for what a line is compiled to.
func (p *Program) names(line *parse.Line) *vars.Names {
	if p.passing && !p.outlives(line) {
		return p.sh.rt.names
	}
	return p.sh.rt.keeping
}

// outlives tells whether what a line is compiled to may be there when the line
// has been run: as a function, or in an asynchronous list.
func (p *Program) outlives(line *parse.Line) bool {
	if !p.sh.hasAliases() && !strings.ContainsAny(line.Text, "&(") &&
		!strings.Contains(line.Text, "function") && !strings.Contains(line.Text, "coproc") {
		return false
	}
	found := false
	for _, s := range line.Stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl, *syntax.ProcSubst, *syntax.CoprocClause:
				found = true
			case *syntax.Stmt:
				found = found || n.Background || n.Coprocess
			}
			return !found
		})
	}
	return found
}
