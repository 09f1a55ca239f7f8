package interp

import (
	"strconv"
	"time"

	"gpipe/internal/sys"

	"mvdan.cc/sh/v3/syntax"
)

// time is "time pipeline": it reports the time that passed, and the processor
// time of the shell and of its children meanwhile.
func (c *compiler) time(n *syntax.TimeClause) run {
	body := func(*Shell) Flow { return Next }
	if n.Stmt != nil {
		body = c.stmt(n.Stmt)
	}
	posix := n.PosixFormat
	return func(sh *Shell) Flow {
		start := time.Now()
		before := cpuTimes()
		f := body(sh)
		after := cpuTimes()
		used := sys.CPUTimes{User: after.User - before.User, System: after.System - before.System}
		sh.printTimes(time.Since(start), used, posix)
		return f
	}
}

// cpuTimes is the processor time of this process and its children.
func cpuTimes() sys.CPUTimes {
	self, children := sys.Times()
	return sys.CPUTimes{User: self.User + children.User, System: self.System + children.System}
}

func (sh *Shell) printTimes(real time.Duration, used sys.CPUTimes, posix bool) {
	file := sh.files.Get(2)
	if file == nil {
		return
	}
	if posix {
		file.Write([]byte("real " + seconds(real) + "\nuser " + seconds(used.User) + "\nsys " + seconds(used.System) + "\n"))
		return
	}
	file.Write([]byte("\nreal\t" + minutes(real) + "\nuser\t" + minutes(used.User) + "\nsys\t" + minutes(used.System) + "\n"))
}

// seconds is the form of time -p.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) }

func minutes(d time.Duration) string {
	m := d / time.Minute
	return strconv.Itoa(int(m)) + "m" + strconv.FormatFloat((d-m*time.Minute).Seconds(), 'f', 3, 64) + "s"
}
