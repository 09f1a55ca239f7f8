package builtin

import (
	"strconv"
	"time"

	"gpipe/internal/interp"
	"gpipe/internal/sys/proc"
)

func times() *interp.Builtin {
	return &interp.Builtin{
		Name: "times", Class: interp.Special,
		Doc: "Print the user and system time of the shell, and of the commands it has waited for.",
		Run: runTimes,
	}
}

func runTimes(sh *interp.Shell, args []string) (int, interp.Flow) {
	if _, bad := operands(args); bad != "" {
		return badOption(sh, "times", bad), sh.SpecialError()
	}
	self, children := proc.Times()
	var b []byte
	for _, t := range [...]proc.CPUTimes{self, children} {
		b = appendTime(b, t.User)
		b = append(b, ' ')
		b = appendTime(b, t.System)
		b = append(b, '\n')
	}
	sh.Out().Write(b)
	return 0, interp.Next
}

// appendTime appends minutes and seconds, as in 1m2.345s.
func appendTime(b []byte, d time.Duration) []byte {
	b = strconv.AppendInt(b, int64(d/time.Minute), 10)
	b = append(b, 'm')
	d %= time.Minute
	b = strconv.AppendInt(b, int64(d/time.Second), 10)
	ms := int(d % time.Second / time.Millisecond)
	return append(b, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10), 's')
}
