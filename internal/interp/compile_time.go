package interp

import (
	"strconv"
	"time"

	"gpipe/internal/sys/proc"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// time is "time pipeline": it reports the time that passed, and the processor
// time of the shell and of its children meanwhile.
func (c *compiler) time(n *syntax.TimeClause) run {
	body := func(*Shell) Flow { return Next }
	stmt := withoutDashes(n.Stmt)
	if stmt != nil {
		body = c.stmt(stmt)
	}
	posix := n.PosixFormat || stmt != n.Stmt // "time --" is as -p, too
	line := c.line(n.Pos())
	return func(sh *Shell) Flow {
		start := time.Now()
		before := cpuTimes()
		f := body(sh)
		after := cpuTimes()
		used := proc.CPUTimes{User: after.User - before.User, System: after.System - before.System}
		real := time.Since(start)
		sh.line = line
		sh.printTimes(real, used, posix)
		return f
	}
}

// cpuTimes is the processor time of this process and its children.
func cpuTimes() proc.CPUTimes {
	self, children := proc.Times()
	return proc.CPUTimes{User: self.User + children.User, System: self.System + children.System}
}

// withoutDashes is the pipeline behind "time --".
func withoutDashes(n *syntax.Stmt) *syntax.Stmt {
	if n == nil {
		return nil
	}
	call, ok := n.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Assigns) > 0 || len(call.Args) == 0 || call.Args[0].Lit() != "--" {
		return n
	}
	if len(call.Args) == 1 && len(n.Redirs) == 0 {
		return nil
	}
	stmt, rest := *n, *call
	rest.Args = call.Args[1:]
	stmt.Cmd = &rest
	return &stmt
}

const (
	timeFormat      = "\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS"
	posixTimeFormat = "real %2R\nuser %2U\nsys %2S"
)

// printTimes prints times as TIMEFORMAT says, which has no meaning in POSIX mode.
func (sh *Shell) printTimes(real time.Duration, used proc.CPUTimes, posix bool) {
	format := timeFormat
	if posix {
		format = posixTimeFormat
	} else if own, set := sh.st.Vars.Get(vars.TIMEFORMAT); set && !sh.posix() {
		format = own
	}
	file := sh.files.Get(2)
	if file == nil || format == "" {
		return
	}
	text, bad := formatTimes(format, real, used)
	if bad != "" {
		sh.Report("TIMEFORMAT: " + Quote(bad) + ": not a conversion")
		return
	}
	file.Write([]byte(text + "\n"))
}

// formatTimes replaces %[precision][l]R, U and S by times, %P by how much of the
// real time was processor time, in percent; bad is what is no such thing.
func formatTimes(format string, real time.Duration, used proc.CPUTimes) (text, bad string) {
	var b []byte
	for i := 0; i < len(format); i++ {
		c := format[i]
		if c != '%' || i+1 == len(format) {
			b = append(b, c)
			continue
		}
		start := i
		i++
		digits, long := 3, false
		if format[i] >= '0' && format[i] <= '9' {
			digits = min(int(format[i]-'0'), 3)
			i++
		}
		if i < len(format) && format[i] == 'l' {
			long = true
			i++
		}
		if i == len(format) {
			return "", format[start:]
		}
		switch format[i] {
		case '%':
			b = append(b, '%')
		case 'R':
			b = appendSeconds(b, real, digits, long)
		case 'U':
			b = appendSeconds(b, used.User, digits, long)
		case 'S':
			b = appendSeconds(b, used.System, digits, long)
		case 'P':
			b = strconv.AppendFloat(b, percent(used.User+used.System, real), 'f', 2, 64)
		default:
			return "", format[start : i+1]
		}
	}
	return string(b), ""
}

func percent(part, whole time.Duration) float64 {
	if whole <= 0 {
		return 0
	}
	return 100 * part.Seconds() / whole.Seconds()
}

// appendSeconds appends a time in seconds, in the long form also in minutes.
func appendSeconds(b []byte, d time.Duration, digits int, long bool) []byte {
	d = max(d, 0)
	if long {
		b = strconv.AppendInt(b, int64(d/time.Minute), 10)
		b = append(b, 'm')
		d %= time.Minute
	}
	b = strconv.AppendInt(b, int64(d/time.Second), 10)
	if digits > 0 {
		ms := strconv.Itoa(int(d/time.Millisecond)%1000 + 1000)
		b = append(b, '.')
		b = append(b, ms[1:1+digits]...)
	}
	if long {
		b = append(b, 's')
	}
	return b
}
