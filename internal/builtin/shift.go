package builtin

import (
	"gpipe/internal/interp"
	"gpipe/internal/option"
)

func shift() *interp.Builtin {
	return &interp.Builtin{
		Name: "shift", Class: interp.Special, Usage: "[n]",
		Doc: "Drop the first n positional parameters (default 1).",
		Run: func(sh *interp.Shell, args []string) (int, interp.Flow) {
			rest, _ := operands(args)
			n := 1
			if len(rest) > 0 {
				var ok bool
				if n, ok = decimal(rest[0]); !ok && (len(rest) == 1 || !posix(sh)) {
					sh.Report("shift: " + interp.Quote(rest[0]) + ": not a number")
					return wrong(sh), sh.SpecialError()
				}
				if len(rest) > 1 {
					sh.Report(usageError("shift", "at most one operand"))
					return wrong(sh), sh.Misused(sh.Dropped())
				}
			}
			if n > len(sh.Params().All()) {
				if posix(sh) || sh.Shopts()&option.ShiftVerbose != 0 {
					sh.Report("shift: can't shift that many")
				}
				return 1, sh.SpecialError()
			}
			sh.Params().Shift(n)
			return 0, interp.Next
		},
	}
}
