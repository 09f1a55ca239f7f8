package builtin

import (
	"strings"

	"gpipe/internal/interp"
)

func printf() *interp.Builtin {
	return &interp.Builtin{
		Name: "printf", Usage: "[-v name] format [argument...]",
		Doc: "Write the arguments as the format says, which is used again while arguments are left.\n" +
			"%d %i %u %o %x %X  an integer; 'c is the number of the character c\n" +
			"%f %F %e %E %g %G %a %A  a floating-point number\n" +
			"%s  a string    %b  a string with backslash escapes, \\c ends all output\n" +
			"%c  the first byte of a string    %q  a string quoted for the shell    %%  a percent sign\n" +
			"%(format)T  seconds since 1970, written as strftime(3) does; -1 or none is now, -2 when the shell started\n" +
			"%n  assigns the number of bytes so far to the variable that is the operand; not in POSIX mode\n" +
			"%n$ instead of % takes the n-th argument. Flags, width and precision are those of C.\n" +
			"-v name  assign the result to a variable instead",
		Run: runPrintf,
	}
}

func runPrintf(sh *interp.Shell, args []string) (int, interp.Flow) {
	rest, name, ok := printfOptions(sh, args)
	if !ok {
		return 2, interp.Next
	}
	p := printer{buf: sh.Buffer().Take(), args: rest[1:], utf8: sh.Vars().UTF8(), sh: sh}
	if name == "" {
		p.out = sh.Out()
		p.run(rest[0])
		p.out.Write(p.buf)
	} else {
		v, ok := lookTarget(sh, "printf", name)
		if !ok {
			return 2, interp.Next
		}
		p.run(rest[0])
		value, _, _ := strings.Cut(string(p.buf), "\x00") // which ends a value
		if !v.assign(sh, "printf", value) {
			return 1, interp.Next
		}
	}
	sh.Buffer().Keep(p.buf)
	status := 0
	if p.failed {
		status = 1
	}
	for i := range p.faults {
		f := &p.faults[i]
		sh.Report("printf: " + interp.Quote(f.operand) + ": " + f.why)
		if !p.warns(f) {
			status = 1
		}
	}
	return status, interp.Next
}

// printfOptions handles -v name and "--"; rest starts with the format.
func printfOptions(sh *interp.Shell, args []string) (rest []string, name string, ok bool) {
	rest = args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		opt := rest[0]
		rest = rest[1:]
		if opt == "--" {
			break
		}
		if !strings.HasPrefix(opt, "-v") {
			badOption(sh, "printf", opt[:2])
			return nil, "", false
		}
		if name = opt[2:]; name == "" {
			if len(rest) == 0 {
				sh.Report(usageError("printf", "-v: a name is needed"))
				return nil, "", false
			}
			name, rest = rest[0], rest[1:]
		}
	}
	if len(rest) == 0 {
		sh.Report(usageError("printf", "a format is needed"))
		return nil, "", false
	}
	return rest, name, true
}
