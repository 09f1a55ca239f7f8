package interp

import (
	"strings"
	"sync/atomic"
	"syscall"

	"gpipe/internal/job"
	"gpipe/internal/option"
)

// departure is the end of an interactive shell that has jobs. All but hungUp is
// the main environment's.
type departure struct {
	// typed says that the command that runs was typed at a prompt: someone is
	// told of its jobs.
	typed bool
	// told counts down with each command from 2: whoever leaves meanwhile knows
	// of the jobs.
	told int
	// lines are those of the command that was typed, if it has several, by the
	// numbers that its source has for them: the first and, in the lower half, the last.
	lines atomic.Uint64
	// minds says that SIGHUP is caught for the sake of jobs.
	minds atomic.Bool
}

// begin notes that a command that was typed is to run, which is on some lines.
func (d *departure) begin(first, last int) {
	d.typed = true
	d.told = max(d.told-1, 0)
	if last > first {
		d.lines.Store(uint64(first)<<32 | uint64(last))
	}
}

// rest notes that none runs.
func (d *departure) rest() {
	d.typed = false
	d.lines.Store(0)
}

// within is the number that a line has in the command that was typed; 0: the command
// has but one line, or the line is of one that was typed before.
func (d *departure) within(line int) int {
	lines := d.lines.Load()
	if first := int(lines >> 32); lines != 0 && line >= first && line <= int(uint32(lines)) {
		return line - first + 1
	}
	return 0
}

// MayEnd is MayLeave for the end of input, which counts as a command.
func (of Jobs) MayEnd() bool {
	d := &of.sh.rt.departure
	d.told = max(d.told-1, 0)
	return of.MayLeave()
}

// attended tells whether someone is told of the jobs of the running command.
func (sh *Shell) attended() bool { return sh.sub == 0 && sh.rt.departure.typed }

// unattended has nobody told of jobs until the result is called.
func (sh *Shell) unattended() (end func()) {
	if !sh.attended() {
		return func() {}
	}
	sh.rt.departure.typed = false
	return func() { sh.rt.departure.typed = true }
}

// Examined notes that someone has seen the list of jobs: who leaves next is not
// warned.
func (of Jobs) Examined() {
	if of.sh.attended() {
		of.sh.rt.departure.told = 2
	}
}

// MayLeave tells whether exit, or the end of input, is to end an interactive
// shell. If there are stopped jobs, or with checkjobs running ones, it says so and
// does not let go who leaves for the first time.
func (of Jobs) MayLeave() bool {
	sh := of.sh
	d := &sh.rt.departure
	if sh.opts&option.Interactive == 0 || sh.sub > 0 || d.told > 0 {
		return true
	}
	list := sh.Shopts()&option.CheckJobs != 0
	what := ""
	for _, j := range of.Listed() {
		switch {
		case j.Over():
		case JobStopped(j) != 0:
			what = "stopped"
		case list && what == "":
			what = "running"
		}
	}
	if what == "" {
		return true
	}
	text := "There are " + what + " jobs.\n"
	if ranked := of.Ranked(); list {
		for _, j := range of.Listed() {
			text += of.Line(j, ranked, j.Over(), false)
		}
	}
	sh.tell(text)
	d.told = 2
	return false
}

// Changes gives the lines about jobs that have ended, or were stopped, since they
// were told of, which they are now.
func (of Jobs) Changes() string {
	listed := of.Listed()
	if len(listed) == 0 {
		return ""
	}
	var text strings.Builder
	ranked := of.Ranked()
	for _, j := range listed {
		over := j.Over() // what is told is what is noted
		stopped := !over && JobStopped(j) != 0
		if over || stopped && !j.ToldStopped {
			text.WriteString(of.Line(j, ranked, over, false))
		}
		if j.ToldStopped = stopped; over {
			of.Shown(j)
		}
	}
	return text.String()
}

// sayOver tells someone at a terminal of a job that was waited for, once.
func (of Jobs) sayOver(j *job.Job) {
	if of.sh.attended() && !j.Subst && !of.sh.rt.jobs.WasShown(j) {
		of.sh.tell(of.Line(j, of.Ranked(), true, false))
		of.Shown(j)
	}
}

// mindHangup has SIGHUP caught, so that jobs get it, too.
func (sh *Shell) mindHangup() {
	rt := sh.rt
	if sh.opts&option.Interactive == 0 || sh.sub > 0 || !rt.own || rt.departure.minds.Load() {
		return
	}
	rt.departure.minds.Store(true)
	if rt.main.Defaults(syscall.SIGHUP) {
		rt.signals.catch(rt, syscall.SIGHUP)
	}
}

// SpareHangup has a job get no SIGHUP from the shell.
func (of Jobs) SpareHangup(j *job.Job) {
	if j.Owner == of.sh.bg {
		j.NoHangup = true
	}
}

// hangUp sends SIGHUP to the jobs of an interactive shell that ends, of which some
// may be stopped; stopped says that only those are to get it.
func (sh *Shell) hangUp(stopped bool) {
	if sh.opts&option.Interactive == 0 || sh.sub > 0 || sh.rt.self != sh.rt.pid {
		return
	}
	for _, j := range sh.rt.jobs.All() {
		if j.Over() || j.Subst || j.NoHangup || stopped && JobStopped(j) == 0 {
			continue
		}
		sh.Jobs().Kill(j, int(syscall.SIGHUP)) // or it has ended by now
	}
}
