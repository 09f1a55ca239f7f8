package interp

import (
	"strings"

	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// prompt4 is PS4 with its parameters expanded; command substitutions in it
// are not run, since it may come from the environment.
func (sh *Shell) prompt4() string {
	ps4, set := sh.st.Vars.Get(vars.PS4)
	if !set {
		return ""
	}
	if !strings.ContainsAny(ps4, "$`") {
		return ps4
	}
	w, err := sh.rt.parsers.Document(ps4)
	if err != nil || !onlyParams(w) {
		return ps4
	}
	s, err := sh.rt.compiler.HereDoc(&syntax.Word{}, w, false).String(&sh.st)
	if err != nil {
		return ps4
	}
	return s
}

// onlyParams tells whether a word runs nothing when it is expanded.
func onlyParams(w *syntax.Word) bool {
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
