package builtin

import (
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/sys/signals"
)

func trap() *interp.Builtin {
	return &interp.Builtin{
		Name: "trap", Completes: completion.Signal, Class: interp.Special, Usage: "[-lp] [action] [condition...]",
		Doc: "Run action when a condition arises: a signal, EXIT at the end of the shell, DEBUG before a\n" +
			"command, ERR after one that failed where set -e would look at it, RETURN at the end of a\n" +
			"function or of a sourced file.\n" +
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
	case strings.Contains(given, "l"):
		listSignals(sh)
		return 0, interp.Next
	case len(rest) == 0 || given != "":
		return listTraps(sh, rest), interp.Next
	}
	action, conditions := rest[0], rest[1:]
	// A number first means that every operand is a condition to reset; so
	// does an only operand.
	if len(conditions) == 0 && !posix(sh) {
		if _, ok := condition(action); !ok {
			sh.Report("trap: " + interp.Quote(action) + ": an action without a signal")
			return 2, sh.SpecialError()
		}
	}
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
			sh.Traps().Clear(n)
		default:
			sh.Traps().Set(n, action)
		}
	}
	return status, interp.Next
}

// condition reads the name or number of a condition.
func condition(s string) (int, bool) {
	if n, ok := decimal(s); ok {
		return n, s != "" && signals.Name(n) != ""
	}
	for n := interp.CondDebug; n <= interp.CondReturn; n++ {
		if strings.EqualFold(s, interp.CondName(n)) {
			return n, true
		}
	}
	return signals.Number(s)
}

// listTraps prints actions so that the output sets them again. With operands
// it is trap -p, which in POSIX mode tells of conditions without an action too.
func listTraps(sh *interp.Shell, conditions []string) int {
	print := func(n int, action string) {
		sh.Out().WriteString("trap -- " + action + " " + conditionName(sh, n) + "\n")
	}
	if len(conditions) == 0 {
		for _, n := range sh.Traps().List() {
			if signals.Name(n) == "" && interp.CondName(n) == "" {
				continue // make(1) starts programs with two such ones ignored
			}
			action, _ := sh.Traps().Action(n)
			print(n, quotedAction(action))
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
		if action, set := sh.Traps().Action(n); set {
			print(n, quotedAction(action))
		} else if posix(sh) && interp.CondName(n) == "" {
			print(n, "-")
		}
	}
	return status
}

// conditionName is how the conditions of actions are listed: outside of POSIX mode,
// signals as in bash.
func conditionName(sh *interp.Shell, n int) string {
	if name := interp.CondName(n); name != "" {
		return name
	}
	name := signals.Name(n)
	if n > 0 && !posix(sh) {
		return "SIG" + name
	}
	return name
}

// listSignals prints the signals as bash does; in POSIX mode the names, one a line.
func listSignals(sh *interp.Shell) {
	if !posix(sh) {
		signalTable(sh)
		return
	}
	for n := 1; n <= 64; n++ {
		if name := signals.Name(n); name != "" {
			sh.Out().WriteString(name + "\n")
		}
	}
}

// quotedAction is an action in quotes, whatever it is, as other shells list it.
func quotedAction(action string) string {
	if q := interp.QuoteWord(action); q != action {
		return q
	}
	return "'" + action + "'"
}
