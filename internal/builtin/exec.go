package builtin

import (
	"gpipe/internal/interp"
)

func exec() *interp.Builtin {
	return &interp.Builtin{
		Name: "exec", Class: interp.Special, Usage: "[-c] [-a name] [command [argument...]]",
		Doc: "Replace the shell by command; without one, make the redirections of this command permanent.\n" +
			"-c  with an empty environment\n-a  with name as its argument 0",
		Run: runExec,
	}
}

func runExec(sh *interp.Shell, args []string) (int, interp.Flow) {
	env := sh.Environ()
	rest := args[1:]
	argv0 := ""
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		opt := rest[0]
		rest = rest[1:]
		if opt == "--" {
			break
		}
		switch {
		case opt == "-c":
			env = []string{}
		case opt == "-a" && len(rest) > 0:
			argv0, rest = rest[0], rest[1:]
		default:
			return badOption(sh, "exec", opt), sh.SpecialError()
		}
	}
	sh.KeepRedirections()
	if len(rest) == 0 {
		return 0, interp.Next
	}
	f := sh.Exec(rest, argv0, env)
	return sh.Status(), f
}
