package builtin

import (
	"strconv"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/option"
)

func breakCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "break", Class: interp.Special, Usage: "[n]",
		Doc: "Leave the n innermost loops (default 1).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			return leaveLoop(sh, args, interp.Break)
		},
	}
}

func continueCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "continue", Class: interp.Special, Usage: "[n]",
		Doc: "Go on with the next iteration of the n-th enclosing loop (default 1).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			return leaveLoop(sh, args, interp.Continue)
		},
	}
}

// leaveLoop is break and continue: n beyond the number of loops means the
// outermost; outside of any loop nothing happens.
func leaveLoop(sh *interp.Shell, args []string, to func(int) interp.Flow) (int, interp.Flow) {
	n, name := 1, args[0]
	args, bad := operands(args)
	if sh.Calls().Loops() == 0 && !posix(sh) {
		if sh.Options()&option.Bash != 0 {
			sh.Report(name + ": there is no loop")
		}
		return 0, interp.Next // whatever is wrong with the operands
	}
	if bad != "" || len(args) > 1 {
		sh.Report(usageError(name, "at most one operand"))
		return wrong(sh), sh.Misused(sh.Dropped())
	}
	if len(args) == 1 {
		var ok bool
		if n, ok = decimal(args[0]); !ok || n < 1 {
			sh.Report(name + ": " + interp.Quote(args[0]) + ": not a positive number")
			return badCount(sh, ok)
		}
	}
	if n = min(n, sh.Calls().Loops()); n == 0 {
		return 0, interp.Next
	}
	return 0, to(n)
}

// badCount is what break and continue do with a number of loops that is none. In
// bash that ends the shell, and one that is too small leaves all loops.
func badCount(sh *interp.Shell, number bool) (int, interp.Flow) {
	switch {
	case !number && posix(sh):
		return 2, sh.SpecialError()
	case !number:
		return 128, interp.Exit()
	}
	return wrong(sh), sh.Misused(interp.Break(sh.Calls().Loops()))
}

func exitCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "exit", Class: interp.Special, Usage: "[n]",
		Doc: "End the shell with status n (default: the status of the last command).",
		Run: leaveShell,
	}
}

// leaveShell is exit and logout, which an interactive shell with jobs may want to
// be told twice.
func leaveShell(sh *interp.Shell, args []string) (int, interp.Flow) {
	if !sh.Jobs().MayLeave() {
		return 1, interp.Next
	}
	return leave(sh, args, interp.Exit())
}

func returnCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "return", Class: interp.Special, Usage: "[n]",
		Doc: "End the running function or sourced file with status n (default: the status of the last command).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			if sh.Calls().Count() == 0 && !posix(sh) {
				sh.Report("return: not in a function or sourced file")
				return 2, interp.Next
			}
			return leave(sh, args, interp.Return())
		},
	}
}

// leave is exit and return: to is where they go. Their operand is a plain decimal
// number, never an expression; in bash they go there also when it is none.
func leave(sh *interp.Shell, args []string, to interp.Flow) (int, interp.Flow) {
	name := args[0]
	args, _ = operands(args)
	switch len(args) {
	case 0:
		return sh.ExitStatus(to), to
	case 1:
		operand := args[0]
		if !posix(sh) {
			operand = strings.Trim(operand, " \t\n")
		}
		n, err := strconv.ParseInt(operand, 10, 64)
		if err == nil {
			return int(n & 0xff), to
		}
		sh.Report(name + ": " + interp.Quote(args[0]) + ": not a status")
		return 2, sh.Misused(to)
	}
	sh.Report(usageError(name, "at most one operand"))
	return wrong(sh), sh.Misused(sh.Dropped())
}

// decimal reads a number without a sign.
func decimal(s string) (int, bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
