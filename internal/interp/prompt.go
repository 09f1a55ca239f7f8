package interp

import (
	"strings"

	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// prompt4 is what the lines of set -x begin with.
func (sh *Shell) prompt4() string { return sh.parameters(vars.PS4) }

// parameters is the value of a variable with the parameters in it expanded. It
// may come from the environment: one with command substitutions is left as it
// is.
func (sh *Shell) parameters(slot vars.Slot) string {
	value, set := sh.st.Vars.Get(slot)
	if !set {
		return ""
	}
	return sh.withParameters(value)
}

// withParameters is a text with the parameters in it expanded; one with command
// substitutions is left as it is.
func (sh *Shell) withParameters(value string) string {
	if !strings.ContainsAny(value, "$`") {
		return value
	}
	w, err := sh.rt.parsers.Document(value)
	if err != nil || !onlyParams(w) {
		return value
	}
	s, err := sh.rt.compiler.HereDoc(&syntax.Word{}, w, false).String(&sh.st)
	if err != nil {
		return value
	}
	return s
}

// onlyParams tells whether a word runs nothing when it is expanded.
func onlyParams(w syntax.Node) bool {
	ok := true
	if w != nil {
		syntax.Walk(w, func(n syntax.Node) bool {
			switch n.(type) {
			case *syntax.CmdSubst, *syntax.ProcSubst:
				ok = false
			}
			return ok
		})
	}
	return ok
}
