package builtin

import (
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

func local() *interp.Builtin {
	return &interp.Builtin{
		Name: "local", Usage: "[-a] name[=value]...",
		Doc: "Make variables local to the running function, until it returns.\n-a  make them arrays",
		Run: runLocal,
	}
}

func runLocal(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "a")
	if bad != "" {
		return badOption(sh, "local", bad), interp.Next
	}
	if !sh.Vars().InFunction() {
		sh.Report("local: not in a function")
		return 1, interp.Next
	}
	status := 0
	for _, arg := range rest {
		name, value, assign := strings.Cut(arg, "=")
		if !vars.Valid(name) {
			sh.Report("local: " + interp.Quote(arg) + ": not a variable name")
			status = 1
			continue
		}
		s := sh.Slot(strings.Clone(name))
		err := sh.Vars().Local(s)
		if err == nil && assign {
			err = sh.Vars().Set(s, value)
		}
		if err == nil && given != "" {
			err = sh.Vars().MakeIndexed(s)
		}
		if err != nil {
			sh.Report("local: " + interp.Message(err))
			status = 1
		}
	}
	return status, interp.Next
}
