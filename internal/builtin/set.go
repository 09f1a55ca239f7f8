package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/expand"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

func set() *interp.Builtin {
	return &interp.Builtin{
		Name: "set", Completes: completion.SetOpt, Class: interp.Special,
		Usage: "[-abefhkmnprtuvxBCEHPT] [-o option] [+abefhkmnptuvxBCEHPT] [+o option] [--] [argument...]",
		Doc: "Without arguments, list the variables. Turn options on (-) or off (+), and make the\n" +
			"arguments the positional parameters. -o alone lists the options; +o does so as commands.",
		Run: runSet,
	}
}

func runSet(sh *interp.Shell, args []string) (int, interp.Flow) {
	args = args[1:]
	if len(args) == 0 {
		listVars(sh)
		if sh.Options()&option.Posix == 0 {
			listFunctions(sh)
		}
		return 0, interp.Next
	}
	for len(args) > 0 {
		arg := args[0]
		if arg == "--" {
			sh.Params().Set(args[1:])
			return 0, interp.Next
		}
		if arg == "-" { // obsolescent: set +vx and the rest are parameters
			sh.Settings().Set(option.XTrace|option.Verbose, false)
			if len(args) > 1 {
				sh.Params().Set(args[1:])
			}
			return 0, interp.Next
		}
		if arg == "+" { // no letters, no options
			args = args[1:]
			continue
		}
		if len(arg) < 2 || arg[0] != '-' && arg[0] != '+' {
			break
		}
		used, bad := setOptions(sh, args)
		if bad != "" {
			sh.Report("set: " + interp.Quote(bad) + ": invalid option")
			if bad == "+r" && !posix(sh) {
				return 1, interp.Next
			}
			showUsage(sh, "set")
			return 2, sh.SpecialError()
		}
		args = args[used:]
	}
	if len(args) > 0 {
		sh.Params().Set(args)
	}
	if sh.Options()&option.NoExec != 0 && sh.Options()&option.Interactive == 0 {
		return 0, interp.Exit() // what follows is only read
	}
	return 0, interp.Next
}

// setOptions handles the option cluster args[0], and the names that its o
// letters take from the arguments after it.
func setOptions(sh *interp.Shell, args []string) (used int, bad string) {
	on := args[0][0] == '-'
	used = 1
	for _, c := range []byte(args[0][1:]) {
		if c == 'r' && on && !posix(sh) {
			sh.Settings().Restrict()
			continue
		}
		if c != 'o' {
			o, ok := option.ByLetter(c)
			if !ok {
				return used, args[0][:1] + string(rune(c))
			}
			sh.Settings().Set(o, on)
			continue
		}
		if used == len(args) {
			listOptions(sh, on)
			continue
		}
		o, ok := option.ByName(args[used])
		if !ok {
			return used, args[used]
		}
		sh.Settings().Turn(o, on)
		used++
	}
	return used, ""
}

// listOptions prints the state of every option, for people or as commands.
func listOptions(sh *interp.Shell, people bool) {
	w := sh.Out()
	sh.Options().EachListed(func(name string, bit option.Set) {
		on := sh.Options()&bit != 0
		switch {
		case people:
			w.WriteString(listedOption(sh, name, on))
		case !settable(name):
		case on:
			w.WriteString("set -o " + name + "\n")
		default:
			w.WriteString("set +o " + name + "\n")
		}
	})
}

// listedOption is a line for people about an option, outside of POSIX mode as in bash.
func listedOption(sh *interp.Shell, name string, on bool) string {
	state := [...]string{"off", "on"}[index(on)]
	if posix(sh) {
		return name + strings.Repeat(" ", max(1, 16-len(name))) + state + "\n"
	}
	return name + strings.Repeat(" ", max(0, 15-len(name))) + "\t" + state + "\n"
}

// listVars prints every set variable so that it can be read in again.
func listVars(sh *interp.Shell) {
	v := sh.Vars()
	for _, s := range v.Sorted(0) {
		if v.HasValue(s) && v.Attrs(s)&vars.NameRef == 0 {
			sh.Out().WriteString(v.Names().Name(s) + "=" + declValue(v, s) + "\n")
		}
	}
}

// listFunctions prints every function so that it can be read in again.
func listFunctions(sh *interp.Shell) {
	for _, name := range sh.Functions().Names() {
		sh.Out().WriteString(sh.Functions().Text(name))
	}
}

// declValue is the value of a variable as it stands in an assignment.
func declValue(v *vars.Vars, s vars.Slot) string {
	if v.Attrs(s)&(vars.Indexed|vars.Assoc) == 0 {
		value, _ := v.Get(s)
		return interp.QuoteWord(value)
	}
	return expand.ArrayValue(v, s)
}

// settable tells whether set can change an option.
func settable(name string) bool {
	_, ok := option.ByName(name)
	return ok
}
