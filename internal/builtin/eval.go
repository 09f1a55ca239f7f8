package builtin

import (
	"errors"
	"strings"

	"gpipe/internal/interp"
)

func eval() *interp.Builtin {
	return &interp.Builtin{
		Name: "eval", Class: interp.Special, Usage: "[argument...]",
		Doc: "Join the arguments with spaces and run the result as commands.",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			rest, _ := operands(args)
			text := strings.Join(rest, " ")
			if strings.TrimSpace(text) == "" {
				return 0, interp.Next
			}
			f := sh.Eval(text)
			return sh.Status(), f
		},
	}
}

func dot() *interp.Builtin {
	return &interp.Builtin{
		Name: ".", Class: interp.Special, Usage: "file [argument...]",
		Doc: "Run the commands in file in this shell. A name without a slash is looked up in PATH,\n" +
			"and then, unless in POSIX mode, in the current directory.",
		Run: source,
	}
}

func sourceCommand() *interp.Builtin {
	b := dot()
	b.Name, b.Class = "source", interp.Regular
	return b
}

func source(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, bad := operands(args)
	if bad != "" {
		return badOption(sh, args[0], bad), exitIfSpecial(sh, args[0])
	}
	if len(rest) == 0 {
		sh.Report(usageError(args[0], "a file name is needed"))
		return 2, sh.SpecialError()
	}
	status, f, err := sh.Source(rest[0], rest[1:])
	if err != nil {
		var nf *interp.NotFoundError
		if errors.As(err, &nf) {
			sh.Report(args[0] + ": " + interp.Quote(rest[0]) + ": not found")
		} else {
			sh.Report(args[0] + ": " + interp.Message(err))
		}
		return sh.MissingStatus(), exitIfSpecial(sh, args[0])
	}
	return status, f
}

// exitIfSpecial is the Flow after an error of the dot command: it ends a
// non-interactive shell, its bash name "source" does not.
func exitIfSpecial(sh *interp.Shell, name string) interp.Flow {
	if name == "." {
		return sh.SpecialError()
	}
	return interp.Next
}
