package builtin

import (
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

func export() *interp.Builtin {
	return &interp.Builtin{
		Name: "export", Class: interp.Special, Usage: "[-n] name[=value]... | -p",
		Doc: "Give variables to the environment of commands.\n-n  take them out of it\n-p  list the exported variables as commands",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			return declare(sh, args, "np", vars.Exported, func(v *vars.Vars, s vars.Slot, off bool) {
				if off {
					v.Unexport(s)
				} else {
					v.Export(s)
				}
			})
		},
	}
}

func readonly() *interp.Builtin {
	return &interp.Builtin{
		Name: "readonly", Class: interp.Special, Usage: "[-a] name[=value]... | -p",
		Doc: "Make variables read-only for good.\n-a  make them arrays\n-p  list the read-only variables as commands",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			return declare(sh, args, "ap", vars.ReadOnly, func(v *vars.Vars, s vars.Slot, _ bool) {
				v.MarkReadOnly(s)
			})
		},
	}
}

// declare is export and readonly: assign, then mark; without operands, list.
func declare(sh *interp.Shell, args []string, allowed string, attr vars.Attr, mark func(v *vars.Vars, s vars.Slot, off bool)) (int, interp.Flow) {
	name := args[0]
	given, rest, bad := options(args, allowed)
	if bad != "" {
		return badOption(sh, name, bad), sh.SpecialError()
	}
	if len(rest) == 0 {
		listAttr(sh, name, attr)
		return 0, interp.Next
	}
	off, array := strings.Contains(given, "n"), strings.Contains(given, "a")
	for _, arg := range rest {
		s, ok := assignOperand(sh, name, arg)
		if !ok {
			return 1, sh.SpecialError()
		}
		if array {
			if err := sh.Vars().MakeIndexed(s); err != nil {
				sh.Report(name + ": " + interp.Message(err))
				return 1, sh.SpecialError()
			}
		}
		mark(sh.Vars(), s, off)
	}
	return 0, interp.Next
}

// assignOperand handles name, name=value and name+=value and returns the
// variable; a failure has been reported.
func assignOperand(sh *interp.Shell, cmd, arg string) (vars.Slot, bool) {
	name, value, assign := strings.Cut(arg, "=")
	name, add := strings.CutSuffix(name, "+")
	if !vars.Valid(name) || add && !assign {
		sh.Report(cmd + ": " + interp.Quote(arg) + ": not a variable name")
		return 0, false
	}
	s := sh.Slot(strings.Clone(name))
	var err error
	switch {
	case assign && add:
		err = sh.Vars().Append(s, value)
	case assign:
		err = sh.Vars().Set(s, value)
	}
	if err != nil {
		sh.Report(cmd + ": " + interp.Message(err))
		return 0, false
	}
	return s, true
}

// listAttr prints the variables that have attr as commands that set them.
func listAttr(sh *interp.Shell, cmd string, attr vars.Attr) {
	v := sh.Vars()
	for _, s := range v.Sorted(attr) {
		line := cmd + " " + v.Names().Name(s)
		if v.IsSet(s) {
			line += "=" + declValue(v, s)
		}
		sh.Out().WriteString(line + "\n")
	}
}
