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
			rest, bad := operands(args)
			if bad != "" && !posix(sh) {
				return badOption(sh, "eval", bad), interp.Next
			}
			text := strings.Join(rest, " ")
			if strings.TrimSpace(text) == "" {
				return 0, interp.Next
			}
			f := sh.Runner().Eval(text)
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
	status, f, err := sh.Runner().Source(rest[0], rest[1:])
	if err != nil {
		return cannotSource(sh, args[0], rest[0], err), exitIfSpecial(sh, args[0])
	}
	return status, f
}

// cannotSource reports why a file was not run, and returns the status.
func cannotSource(sh *interp.Shell, cmd, file string, err error) int {
	var nf *interp.NotFoundError
	if errors.As(err, &nf) {
		sh.Report(cmd + ": " + interp.Quote(file) + ": not found")
	} else {
		sh.Report(cmd + ": " + interp.Message(err))
	}
	if errors.Is(err, interp.ErrBinary) {
		return 126
	}
	return sh.MissingStatus()
}

// exitIfSpecial is the Flow after an error of the dot command: it ends a
// non-interactive shell, its bash name "source" does not.
func exitIfSpecial(sh *interp.Shell, name string) interp.Flow {
	if name == "." {
		return sh.SpecialError()
	}
	return interp.Next
}
