package builtin

import (
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/option"
)

// operands returns the operands of a built-in without options: what follows
// its name and an optional "--". bad is the first argument that looks like an
// option.
func operands(args []string) (rest []string, bad string) {
	rest = args[1:]
	if len(rest) == 0 {
		return rest, ""
	}
	if rest[0] == "--" {
		return rest[1:], ""
	}
	if len(rest[0]) > 1 && rest[0][0] == '-' {
		return rest, rest[0]
	}
	return rest, ""
}

// options reads clustered option letters out of args as getopt(3) does: allowed
// lists the letters. It returns the letters that were given and the operands,
// or the letter that is not allowed.
func options(args []string, allowed string) (given string, rest []string, bad string) {
	rest = args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			break
		}
		for i := 1; i < len(arg); i++ {
			if strings.IndexByte(allowed, arg[i]) < 0 {
				return given, rest, "-" + arg[i:i+1]
			}
			given += arg[i : i+1]
		}
	}
	return given, rest, ""
}

// badOption reports an option that a built-in does not have.
func badOption(sh *interp.Shell, name, opt string) int {
	sh.Report(name + ": " + interp.Quote(opt) + ": invalid option")
	showUsage(sh, name)
	return 2
}

// showUsage tells how a built-in is called, after a diagnostic, in the way in
// which bash does and completions read it; not in POSIX mode.
func showUsage(sh *interp.Shell, name string) {
	b, stderr := sh.Builtins().Get(name), sh.Files().Get(2)
	if b != nil && stderr != nil && sh.Options()&option.Posix == 0 {
		stderr.Write([]byte(name + ": usage: " + synopsis(b) + "\n"))
	}
}

// usageError is the text of a diagnostic about wrong operands.
func usageError(name, what string) string { return name + ": " + what }
