package builtin

import (
	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func exec() *interp.Builtin {
	return &interp.Builtin{
		Name: "exec", Completes: completion.Command, Class: interp.Special, Usage: "[-cl] [-a name] [command [argument...]]",
		Doc: "Replace the shell by command; without one, make the redirections of this command permanent.\n" +
			"-c  with an empty environment\n-a  with name as its argument 0    -l  with a minus sign before that, as for a login shell",
		Run: runExec,
	}
}

func runExec(sh *interp.Shell, args []string) (int, interp.Flow) {
	env := sh.Environ()
	argv0, login := "", false
	g := optionReader{args: args[1:], letters: "cla:"}
	why := g.each(func(letter byte, value string) string {
		switch letter {
		case 'c':
			env = []string{}
		case 'l':
			login = true
		case 'a':
			argv0 = value
		}
		return ""
	})
	if why != "" {
		sh.Report("exec: " + why)
		return 2, sh.SpecialError()
	}
	rest := g.args
	sh.KeepRedirections()
	if len(rest) == 0 {
		return 0, interp.Next
	}
	if login {
		if argv0 == "" {
			argv0 = rest[0]
		}
		argv0 = "-" + argv0
	}
	f := sh.Runner().Exec(rest, argv0, env)
	return sh.Status(), f
}
