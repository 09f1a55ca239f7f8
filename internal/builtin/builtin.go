package builtin

import (
	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func builtinCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "builtin", Completes: completion.Builtin, Usage: "[name [argument...]]",
		Doc: "Run the built-in of that name, whatever function has it too.",
		Run: runBuiltin,
	}
}

func runBuiltin(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, bad := operands(args)
	if bad != "" {
		return badOption(sh, "builtin", bad), interp.Next
	}
	if len(rest) == 0 {
		return 0, interp.Next
	}
	if sh.Builtins().Get(rest[0]) == nil {
		sh.Report("builtin: " + interp.Quote(rest[0]) + ": not a shell builtin")
		return 1, interp.Next
	}
	next := sh.Runner().Command(rest, "")
	return sh.Status(), next
}
