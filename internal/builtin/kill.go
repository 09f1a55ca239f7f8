package builtin

import (
	"fmt"
	"strconv"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/sys/signals"
)

func kill() *interp.Builtin {
	return &interp.Builtin{
		Name: "kill", Completes: completion.Job, Usage: "[-s name | -n number | -name | -number] pid... | -l [status...]",
		Doc: "Send a signal, TERM by default, to processes, to process groups (a negative pid) or to jobs (%).\n" +
			"The signal 0 only checks that this is possible.\n" +
			"-l  list the signals, or name the one of a number or an exit status",
		Run: runKill,
	}
}

func runKill(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest := args[1:]
	if len(rest) > 0 && (rest[0] == "-l" || rest[0] == "-L") {
		return killList(sh, rest[1:]), interp.Next
	}
	sig, rest, bad := killSignal(rest)
	switch {
	case bad != "":
		sh.Report("kill: " + interp.Quote(bad) + ": not a signal")
		return wrong(sh), interp.Next
	case len(rest) == 0:
		sh.Report(usageError("kill", "a process or job is needed"))
		return 2, interp.Next
	}
	status := 0
	for _, arg := range rest {
		if why := killOne(sh, arg, sig); why != "" {
			sh.Report("kill: " + interp.Quote(arg) + ": " + why)
			status = 1
		}
	}
	return status, interp.Next
}

// killSignal reads the option that says which signal, and an optional "--".
// A number after the first argument is a process group.
func killSignal(args []string) (sig int, rest []string, bad string) {
	sig, _ = signals.Number("TERM")
	if len(args) == 0 || len(args[0]) < 2 || args[0][0] != '-' {
		return sig, args, ""
	}
	arg := args[0]
	rest = args[1:]
	if arg == "--" {
		return sig, rest, ""
	}
	name := arg[1:]
	if name[0] == 's' || name[0] == 'n' {
		if value := name[1:]; value != "" && !isSignal(name) {
			name = value
		} else if value == "" {
			if len(rest) == 0 {
				return 0, nil, arg
			}
			name, rest = rest[0], rest[1:]
		}
	}
	sig, ok := parseSignal(name)
	if !ok {
		return 0, nil, name
	}
	if len(rest) > 0 && rest[0] == "--" {
		rest = rest[1:]
	}
	return sig, rest, ""
}

func isSignal(s string) bool {
	_, ok := parseSignal(s)
	return ok
}

// parseSignal reads the name or the number of a signal.
func parseSignal(s string) (int, bool) {
	if n, ok := decimal(s); ok && s != "" {
		return n, n <= signals.Max()
	}
	return signals.Number(s)
}

// killOne sends sig to what one operand names, and returns what went wrong.
func killOne(sh *interp.Shell, arg string, sig int) (why string) {
	if strings.HasPrefix(arg, "%") {
		j, why := sh.Jobs().Find(arg)
		if why != "" {
			return why
		}
		return causeOf(sh.Jobs().Kill(j, sig))
	}
	pid, err := strconv.ParseInt(arg, 10, 32)
	if err != nil {
		return "not a process id or job"
	}
	return causeOf(sh.Jobs().Signal(int(pid), sig))
}

// causeOf is the text of an error, "" of none.
func causeOf(err error) string {
	if err == nil {
		return ""
	}
	return interp.Cause(err)
}

// killList is kill -l: all names, or those of the operands.
func killList(sh *interp.Shell, args []string) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 || args[0] == "-1" && !posix(sh) {
		if !posix(sh) {
			signalTable(sh)
			return 0
		}
		for n := 1; n <= signals.Max(); n++ {
			if name := signals.Name(n); name != "" {
				sh.Out().WriteString(name + "\n")
			}
		}
		return 0
	}
	status := 0
	for _, arg := range args {
		text := translateSignal(arg)
		if text == "" {
			sh.Report("kill: " + interp.Quote(arg) + ": not a signal")
			status = 1
			continue
		}
		sh.Out().WriteString(text + "\n")
	}
	return status
}

// translateSignal gives the number of a name and the name of a number. The
// exit status of a command that a signal ended stands for that signal.
func translateSignal(s string) string {
	n, isNumber := decimal(s)
	if isNumber && s != "" {
		if n > 128 {
			n -= 128
		}
		return signals.Name(n)
	}
	if n, ok := signals.Number(s); ok {
		return strconv.Itoa(n)
	}
	return ""
}

// signalTable prints the signals in columns, as bash does.
func signalTable(sh *interp.Shell) {
	var b []byte
	column := 0
	for n := 1; n <= signals.Max(); n++ {
		name := signals.Name(n)
		if name == "" {
			continue
		}
		b = fmt.Appendf(b, "%2d) SIG%s", n, name)
		if column++; column%5 == 0 {
			b = append(b, '\n')
		} else {
			b = append(b, '\t')
		}
	}
	if column%5 != 0 {
		b = append(b, '\n')
	}
	sh.Out().Write(b)
}
