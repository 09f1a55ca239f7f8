package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
)

func enable() *interp.Builtin {
	return &interp.Builtin{
		Name: "enable", Completes: completion.Builtin, Usage: "[-adnps] [-f file] [name...]",
		Doc: "Turn built-ins on, or off with -n: a program or function of the name takes its place then.\n" +
			"Without names, list those that are on, or with -n off, as commands.\n" +
			"-a  list all, on or off    -s  only special ones    -p  list, as without it\n" +
			"-f, -d  load and remove built-ins: there is no such thing here, and it is an error",
		Run: runEnable,
	}
}

func runEnable(sh *interp.Shell, args []string) (int, interp.Flow) {
	given := ""
	g := optionReader{args: args[1:], letters: "adnpsf:"}
	why := g.each(func(letter byte, _ string) string {
		given += string(rune(letter))
		return ""
	})
	if why != "" {
		sh.Report("enable: " + why)
		return 2, interp.Next
	}
	off := strings.Contains(given, "n")
	switch {
	case strings.Contains(given, "f"):
		sh.Report("enable: -f: built-ins cannot be loaded")
		return 1, interp.Next
	case len(g.args) == 0 || strings.Contains(given, "p"):
		listBuiltins(sh, strings.Contains(given, "a"), off, strings.Contains(given, "s"))
		return 0, interp.Next
	}
	status := 0
	for _, name := range g.args {
		if why := enableOne(sh, name, off, strings.Contains(given, "d")); why != "" {
			sh.Report("enable: " + interp.Quote(name) + ": " + why)
			status = 1
		}
	}
	return status, interp.Next
}

func enableOne(sh *interp.Shell, name string, off, remove bool) (why string) {
	switch {
	case sh.Builtins().Any(name) == nil:
		return "not a shell builtin"
	case remove:
		return "was not loaded"
	case !off && sh.Builtins().Get(name) == nil && sh.Settings().Restricted():
		return "restricted"
	}
	sh.Builtins().Enable(strings.Clone(name), !off)
	return ""
}

// listBuiltins prints the commands that turn built-ins on and off.
func listBuiltins(sh *interp.Shell, all, off, special bool) {
	for b := range sh.Builtins().All() {
		isOff := sh.Builtins().Get(b.Name) == nil
		switch {
		case special && b.Class != interp.Special, !all && isOff != off:
		case isOff:
			sh.Out().WriteString("enable -n " + b.Name + "\n")
		default:
			sh.Out().WriteString("enable " + b.Name + "\n")
		}
	}
}
