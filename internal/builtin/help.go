package builtin

import (
	"strings"

	"gpipe/internal/interp"
)

func help() *interp.Builtin {
	return &interp.Builtin{
		Name: "help", Usage: "[-ds] [name...]",
		Doc: "Describe built-in commands; without a name, list them.\n" +
			"-d  a line about each    -s  only how they are called",
		Run: runHelp,
	}
}

func runHelp(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "ds")
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
		sh.Out().WriteString(described(b, given))
	}
	return status, interp.Next
}

// described is what help prints of a built-in, given its options.
func described(b *interp.Builtin, options string) string {
	switch first, _, _ := strings.Cut(b.Doc, "\n"); {
	case strings.HasSuffix(options, "d"):
		return b.Name + " - " + first + "\n"
	case options != "":
		return b.Name + ": " + synopsis(b) + "\n"
	}
	return synopsis(b) + "\n    " + strings.ReplaceAll(b.Doc, "\n", "\n    ") + "\n"
}

func synopsis(b *interp.Builtin) string {
	return strings.TrimRight(b.Name+" "+b.Usage, " ")
}
