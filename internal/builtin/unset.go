package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

func unset() *interp.Builtin {
	return &interp.Builtin{
		Name: "unset", Completes: completion.Variable | completion.Function, Class: interp.Special, Usage: "[-fnv] name...",
		Doc: "Remove variables, or functions where there is no such variable.\n" +
			"-v  variables only\n-f  functions only\n-n  name references, and not what they mean",
		Run: runUnset,
	}
}

func runUnset(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "fnv")
	if bad != "" {
		return badOption(sh, "unset", bad), sh.SpecialError()
	}
	if strings.Contains(given, "f") && strings.Contains(given, "v") {
		sh.Report("unset: -f -v: functions or variables, not both")
		return 1, sh.SpecialError()
	}
	defer sh.Sweep()
	if strings.Contains(given, "f") && strings.Contains(given, "v") && !posix(sh) {
		sh.Report(usageError("unset", "a function and a variable at once"))
		return 1, interp.Next
	}
	refs := strings.Contains(given, "n") && !strings.Contains(given, "f")
	given = strings.ReplaceAll(given, "n", "")
	funcs, onlyVars := strings.HasSuffix(given, "f"), strings.HasSuffix(given, "v")
	status := 0
	for _, name := range rest {
		switch {
		case funcs && sh.Functions().IsFixed(name):
			sh.Report("unset: " + interp.Quote(name) + ": readonly function")
			status = 1
			continue
		case funcs:
			sh.Functions().Unset(name)
			continue
		case assigns(name):
			if onlyVars {
				sh.Report("unset: " + interp.Quote(name) + ": not a variable name")
				status = 1
			}
			continue
		}
		switch {
		case name == "" && !onlyVars && !posix(sh):
			continue // as in bash
		case !refs:
			name = meant(sh, name)
		case !isRef(sh, name):
			continue
		}
		if why := unsetName(sh, name, onlyVars || refs); why != "" {
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

// isRef tells whether a name is that of a name reference.
func isRef(sh *interp.Shell, name string) bool {
	s, known := sh.Vars().Names().Lookup(name)
	return known && sh.Vars().Attrs(s)&vars.NameRef != 0
}

// meant is name, or what the name reference of that name means.
func meant(sh *interp.Shell, name string) string {
	if s, known := sh.Vars().Names().Lookup(name); known && sh.Vars().Attrs(s)&vars.NameRef != 0 {
		if target, ok := sh.Vars().RefName(s); ok {
			return target
		}
	}
	return name
}

// unsetName removes a variable, an array element or a function, and says what
// is wrong if it can't.
func unsetName(sh *interp.Shell, name string, onlyVars bool) (why string) {
	if !vars.Valid(name) {
		if !onlyVars && sh.Functions().Unset(name) {
			return ""
		}
		element, err := sh.Declarations().UnsetElem(name)
		switch {
		case err != nil:
			return interp.Message(err)
		case !element && (onlyVars || posix(sh)):
			return interp.Quote(name) + ": not a variable name"
		}
		return ""
	}
	s := sh.Slot(name)
	if !onlyVars && !sh.Vars().IsDeclared(s) && sh.Functions().IsFixed(name) {
		return interp.Quote(name) + ": readonly function"
	}
	if !onlyVars && !sh.Vars().IsDeclared(s) && sh.Functions().Unset(name) {
		return ""
	}
	if err := sh.Vars().Unset(s, sh.Shopts()&option.LocalVarUnset != 0); err != nil {
		return interp.Message(err)
	}
	return ""
}
