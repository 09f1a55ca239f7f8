package builtin

import (
	"gpipe/internal/interp"
	"gpipe/internal/sys"
)

func trap() *interp.Builtin {
	return &interp.Builtin{
		Name: "trap", Class: interp.Special, Usage: "[-lp] [action] [condition...]",
		Doc: "Run action when a condition arises: a signal, or EXIT at the end of the shell.\n" +
			"An empty action ignores the signal, - gives it its default. Without operands the\n" +
			"actions are listed as commands.\n-p  list those of the conditions\n-l  list the signals",
		Run: runTrap,
	}
}

func runTrap(sh *interp.Shell, args []string) (int, interp.Flow) {
	given, rest, bad := options(args, "lp")
	if bad != "" {
		return badOption(sh, "trap", bad), sh.SpecialError()
	}
	switch {
	case given != "" && given[0] == 'l':
		listSignals(sh)
		return 0, interp.Next
	case len(rest) == 0 || given != "":
		return listTraps(sh, rest), interp.Next
	}
	action, conditions := rest[0], rest[1:]
	// A number first means that every operand is a condition to reset; so
	// does an only operand.
	reset := action == "-"
	if _, isNumber := decimal(action); isNumber || len(conditions) == 0 {
		reset, conditions = true, rest
	}
	status := 0
	for _, c := range conditions {
		n, ok := condition(c)
		switch {
		case !ok:
			sh.Report("trap: " + interp.Quote(c) + ": no such signal")
			status = 1
		case reset:
			sh.ClearTrap(n)
		default:
			sh.SetTrap(n, action)
		}
	}
	return status, interp.Next
}

// condition reads the name or number of a condition.
func condition(s string) (int, bool) {
	if n, ok := decimal(s); ok {
		return n, s != "" && sys.SignalName(n) != ""
	}
	return sys.SignalNumber(s)
}

// listTraps prints actions so that the output sets them again. With operands
// it is trap -p, which tells of conditions without an action too.
func listTraps(sh *interp.Shell, conditions []string) int {
	print := func(n int, action string) {
		sh.Out().WriteString("trap -- " + action + " " + sys.SignalName(n) + "\n")
	}
	if len(conditions) == 0 {
		for _, n := range sh.Traps() {
			if sys.SignalName(n) == "" {
				continue // make(1) starts programs with two such ones ignored
			}
			action, _ := sh.TrapAction(n)
			print(n, interp.QuoteWord(action))
		}
		return 0
	}
	status := 0
	for _, c := range conditions {
		n, ok := condition(c)
		if !ok {
			sh.Report("trap: " + interp.Quote(c) + ": no such signal")
			status = 1
			continue
		}
		if action, set := sh.TrapAction(n); set {
			print(n, interp.QuoteWord(action))
		} else {
			print(n, "-")
		}
	}
	return status
}

// listSignals prints the names of the signals, one a line.
func listSignals(sh *interp.Shell) {
	for n := 1; n <= 64; n++ {
		if name := sys.SignalName(n); name != "" {
			sh.Out().WriteString(name + "\n")
		}
	}
}
