package builtin

import (
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

func unset() *interp.Builtin {
	return &interp.Builtin{
		Name: "unset", Class: interp.Special, Usage: "[-fv] name...",
		Doc: "Remove variables, or functions where there is no such variable.\n-v  variables only\n-f  functions only",
		Run: runUnset,
	}
}

func runUnset(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "fv")
	if bad != "" {
		return badOption(sh, "unset", bad), sh.SpecialError()
	}
	defer sh.Sweep()
	funcs, onlyVars := strings.HasSuffix(given, "f"), strings.HasSuffix(given, "v")
	status := 0
	for _, name := range rest {
		switch {
		case funcs:
			sh.UnsetFunc(name)
			continue
		case assigns(name):
			if onlyVars {
				sh.Report("unset: " + interp.Quote(name) + ": not a variable name")
				status = 1
			}
			continue
		}
		if why := unsetName(sh, name, onlyVars); why != "" {
			sh.Report("unset: " + why)
			return 1, sh.SpecialError()
		}
	}
	return status, interp.Next
}

// assigns tells whether an operand is like an assignment. There is no variable
// and no function of such a name, and no shell takes it for more than that.
func assigns(operand string) bool {
	name, _, found := strings.Cut(operand, "=")
	return found && vars.Valid(name)
}

// unsetName removes a variable, an array element or a function, and says what
// is wrong if it can't.
func unsetName(sh *interp.Shell, name string, onlyVars bool) (why string) {
	if !vars.Valid(name) {
		if !onlyVars && sh.UnsetFunc(name) {
			return ""
		}
		element, err := sh.UnsetElem(name)
		switch {
		case err != nil:
			return interp.Message(err)
		case !element:
			return interp.Quote(name) + ": not a variable name"
		}
		return ""
	}
	s := sh.Slot(name)
	if !onlyVars && !sh.Vars().IsDeclared(s) && sh.UnsetFunc(name) {
		return ""
	}
	if err := sh.Vars().Unset(s); err != nil {
		return interp.Message(err)
	}
	return ""
}
