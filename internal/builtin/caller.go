package builtin

import (
	"strconv"

	"gpipe/internal/interp"
)

func caller() *interp.Builtin {
	return &interp.Builtin{
		Name: "caller", Usage: "[number]",
		Doc: "Tell the line and the file of the call of the running function or sourced file;\n" +
			"with a number, the line, the function around it and the file, that many calls up.",
		Run: runCaller,
	}
}

func runCaller(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, bad := operands(args)
	if bad != "" {
		return badOption(sh, "caller", bad), interp.Next
	}
	n := 0
	if len(rest) > 0 {
		var ok bool
		if n, ok = decimal(rest[0]); !ok {
			sh.Report("caller: " + interp.Quote(rest[0]) + ": not a number")
			return 2, interp.Next
		}
	}
	line, name, file, ok := sh.Calls().Frame(n)
	switch {
	case ok && len(rest) == 0:
		sh.Out().WriteString(strconv.Itoa(line) + " " + file + "\n")
	case ok && name != "":
		sh.Out().WriteString(strconv.Itoa(line) + " " + name + " " + file + "\n")
	case len(rest) == 0 && sh.Calls().OfScript():
		sh.Out().WriteString("0 NULL\n")
		return 0, interp.Next
	default:
		return 1, interp.Next
	}
	return 0, interp.Next
}
