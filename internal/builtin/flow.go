package builtin

import (
	"strconv"

	"gpipe/internal/interp"
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
	n := 1
	args, bad := operands(args)
	if bad != "" || len(args) > 1 {
		sh.Report(usageError(args[0], "at most one operand"))
		return 2, sh.SpecialError()
	}
	if len(args) == 1 {
		var ok bool
		if n, ok = decimal(args[0]); !ok || n < 1 {
			sh.Report("break: " + interp.Quote(args[0]) + ": not a positive number")
			return 2, sh.SpecialError()
		}
	}
	if n = min(n, sh.Loops()); n == 0 {
		return 0, interp.Next
	}
	return 0, to(n)
}

func exitCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "exit", Class: interp.Special, Usage: "[n]",
		Doc: "End the shell with status n (default: the status of the last command).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			status, ok := statusOperand(sh, args)
			if !ok {
				return 2, sh.SpecialError()
			}
			return status, interp.Exit()
		},
	}
}

func returnCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "return", Class: interp.Special, Usage: "[n]",
		Doc: "End the running function or sourced file with status n (default: the status of the last command).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			status, ok := statusOperand(sh, args)
			if !ok {
				return 2, sh.SpecialError()
			}
			return status, interp.Return()
		},
	}
}

// statusOperand reads the optional operand of exit and return. It is a plain
// decimal number, never an expression.
func statusOperand(sh *interp.Shell, args []string) (int, bool) {
	name := args[0]
	args, _ = operands(args)
	if len(args) == 0 {
		return sh.ExitStatus(), true
	}
	n, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil || len(args) > 1 {
		sh.Report(name + ": " + interp.Quote(args[0]) + ": not a status")
		return 0, false
	}
	return int(n & 0xff), true
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
