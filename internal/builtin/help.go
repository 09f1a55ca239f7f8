package builtin

import (
	"strings"

	"gpipe/internal/interp"
)

func help() *interp.Builtin {
	return &interp.Builtin{
		Name: "help", Usage: "[name...]",
		Doc: "Describe built-in commands; without a name, list them.",
		Run: runHelp,
	}
}

func runHelp(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, bad := operands(args)
	if bad != "" {
		return badOption(sh, "help", bad), interp.Next
	}
	if len(rest) == 0 {
		for b := range sh.Builtins() {
			sh.Out().WriteString(synopsis(b) + "\n")
		}
		return 0, interp.Next
	}
	status := 0
	for _, name := range rest {
		b := sh.Builtin(name)
		if b == nil {
			sh.Report("help: " + interp.Quote(name) + ": not a built-in")
			status = 1
			continue
		}
		doc := strings.ReplaceAll(b.Doc, "\n", "\n    ")
		sh.Out().WriteString(synopsis(b) + "\n    " + doc + "\n")
	}
	return status, interp.Next
}

func synopsis(b *interp.Builtin) string {
	return strings.TrimRight(b.Name+" "+b.Usage, " ")
}
