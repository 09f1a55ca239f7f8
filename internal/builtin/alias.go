package builtin

import (
	"strings"

	"gpipe/internal/columns"
	"gpipe/internal/completion"
	"gpipe/internal/expand"
	"gpipe/internal/interp"
)

func alias() *interp.Builtin {
	return &interp.Builtin{
		Name: "alias", Completes: completion.Alias, Usage: "[-p] [name[=text]...]",
		Doc: "Define aliases: text that takes the place of a command name when commands are read.\n" +
			"Without a text, print the alias; without operands, all of them, in POSIX mode as\n" +
			"commands with -p only.",
		Run: runAlias,
	}
}

func runAlias(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "p")
	if bad != "" {
		return badOption(sh, "alias", bad), interp.Next
	}
	prefix := ""
	if given != "" || !posix(sh) {
		prefix = "alias "
	}
	if len(rest) == 0 || given != "" {
		for _, name := range sh.Aliases().Names() {
			sh.Out().WriteString(prefix + aliasText(sh, name) + "\n")
		}
	}
	status := 0
	for _, arg := range rest {
		if why := aliasOperand(sh, arg, prefix); why != "" {
			sh.Report("alias: " + interp.Quote(arg) + ": " + why)
			status = 1
		}
	}
	return status, interp.Next
}

// aliasOperand defines or prints one alias and returns what is wrong.
func aliasOperand(sh *interp.Shell, arg, prefix string) (why string) {
	name, text, define := strings.Cut(arg, "=")
	if define && name != "" {
		if !interp.AliasName(name) {
			return "not an alias name"
		}
		sh.Aliases().Set(strings.Clone(name), strings.Clone(text))
		return ""
	}
	if _, ok := sh.Aliases().Get(arg); !ok {
		return "not found"
	}
	sh.Out().WriteString(prefix + aliasText(sh, arg) + "\n")
	return ""
}

// aliasText is an alias in a form that can be read in again.
func aliasText(sh *interp.Shell, name string) string {
	text, _ := sh.Aliases().Get(name)
	return name + "=" + quoteSingle(text)
}

// quoteSingle puts s into single quotes (POSIX wants aliases quoted, whatever
// they are), or into $'...' if it has what a terminal would act upon.
func quoteSingle(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return columns.Control(r) && r != '\n' && r != '\t' }) {
		return expand.Quote(s)
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func unalias() *interp.Builtin {
	return &interp.Builtin{
		Name: "unalias", Completes: completion.Alias, Usage: "-a | name...",
		Doc: "Remove aliases.\n-a  remove all of them",
		Run: runUnalias,
	}
}

func runUnalias(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "a")
	if bad != "" {
		return badOption(sh, "unalias", bad), interp.Next
	}
	if given != "" {
		sh.Aliases().Clear()
		return 0, interp.Next
	}
	if len(rest) == 0 {
		sh.Report(usageError("unalias", "a name is needed"))
		return 2, interp.Next
	}
	status := 0
	for _, name := range rest {
		if !sh.Aliases().Remove(name) {
			sh.Report("unalias: " + interp.Quote(name) + ": not found")
			status = 1
		}
	}
	return status, interp.Next
}
