package interp

import (
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/columns"
	"gpipe/internal/job"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/sys/signals"
	"gpipe/internal/sys/term"
)

// controls tells whether the commands that sh runs in the foreground are jobs:
// process groups which the terminal is given to, and which can be stopped.
func (sh *Shell) controls() bool { return sh.opts&option.Monitor != 0 && sh.rt.own }

// lent is the terminal while a job in the foreground has it; without a tty the
// shell had none to give.
type lent struct {
	tty  *term.Terminal
	mode *term.Mode // before
}

// lend has the job that o starts be one in the foreground.
func (sh *Shell) lend(o *pipeline.Options) lent {
	if !sh.controls() {
		return lent{}
	}
	o.Group = pipeline.GroupOwn
	l := sh.terminal()
	if l.tty != nil {
		pipeline.Engine(o).Terminal = l.tty.Fd()
	}
	return l
}

// terminal returns the terminal if it is the shell's to give: a shell in the
// background has none.
func (sh *Shell) terminal() lent {
	tty := sh.rt.terminal()
	if tty == nil || !tty.Ours() {
		return lent{}
	}
	return lent{tty, tty.Mode()}
}

// takeBack ends the loan, and returns the mode that the job has left the
// terminal in. With restore the terminal has the mode again that it had before.
func (l lent) takeBack(restore bool) *term.Mode {
	if l.tty == nil {
		return nil
	}
	l.tty.TakeBack() // it may have been hung up
	left := l.tty.Mode()
	if restore {
		l.mode.Restore()
	}
	return left
}

// awaitForeground waits for a job in the foreground. It returns false when that
// was stopped, which has been dealt with.
func (sh *Shell) awaitForeground(run *pipeline.Job, l lent, at origin) bool {
	alone := run.Len() == 1
	if sh.interruptWaits() {
		run.Signal(syscall.SIGINT)
	}
	if !sh.controls() {
		sh.await(alone, func() { run.Wait() })
		return true
	}
	var sig syscall.Signal
	sh.await(alone, func() { sig = pipeline.AwaitStop(run) })
	if sig == 0 {
		stages := run.Statuses()
		end := stages[len(stages)-1].WaitStatus
		l.takeBack(end.Signaled())
		sh.shareInterrupt(end)
		if sh.rt.spares { // the keys may have come before the last stage was there
			for i := range stages[:len(stages)-1] {
				sh.shareInterrupt(stages[i].WaitStatus)
			}
		}
		return true
	}
	if sh.bg == nil {
		sh.bg = &job.Owner{}
	}
	stages := run.Statuses()
	j := &job.Job{Pid: stages[len(stages)-1].Pid, Text: at.command(stages), Owner: sh.bg, Mode: l.takeBack(true)}
	sh.rt.jobs.Add(j, run, func() {})
	sh.mindHangup()
	sh.suspended(j, sig)
	return false
}

// interruptWaits tells whether SIGINT has come to an interactive shell, which it
// breaks off, while it was starting a job: it was meant for that.
func (sh *Shell) interruptWaits() bool {
	if !sh.rt.spares {
		return false
	}
	sh.sync(false)
	if !sh.acts() {
		return sh.below.By() == syscall.SIGINT
	}
	return sh.interruptComes()
}

// shareInterrupt has the shell be interrupted with a job that SIGINT has ended: the
// keys went to the job alone.
func (sh *Shell) shareInterrupt(end syscall.WaitStatus) {
	if end.Signaled() && end.Signal() == syscall.SIGINT {
		sh.Jobs().Signal(sh.rt.self, int(syscall.SIGINT))
	}
}

// suspended notes that a job in the foreground was stopped.
func (sh *Shell) suspended(j *job.Job, sig syscall.Signal) {
	sh.rt.jobs.Touch(j)
	j.ToldStopped = true
	sh.setStatuses([]int{128 + int(sig)})
	if sh.opts&option.Interactive != 0 {
		sh.tell("\n" + sh.Jobs().Line(j, sh.Jobs().Ranked(), false, false))
	}
}

// tell writes a message of the shell that is none about a command.
func (sh *Shell) tell(text string) {
	sh.say(&sh.files, columns.Lines(text))
}

// Foreground continues a job in the foreground. It returns its status when it
// has ended, or 128 plus the number of the signal that stopped it once more.
func (of Jobs) Foreground(j *job.Job) int {
	if !of.sh.controls() || j.InProcess() {
		of.Kill(j, int(syscall.SIGCONT)) // or it has ended by now
		status, _ := of.Await(j)
		return status
	}
	run := j.Run()
	l := of.sh.terminal()
	if l.tty != nil && run.Pgid() != 0 {
		j.Mode.Restore()
		l.tty.SetForeground(run.Pgid()) // or it has ended by now
	}
	run.Signal(syscall.SIGCONT)
	var sig syscall.Signal
	of.sh.park(func() { sig = pipeline.AwaitStop(run) })
	if sig != 0 {
		j.Mode = l.takeBack(true)
		of.sh.suspended(j, sig)
		return of.sh.status
	}
	<-j.Done()
	l.takeBack(j.End().Signaled())
	of.sh.shareInterrupt(j.End())
	return of.sh.forget(j)
}

// Background continues a job beside the shell; $! is its process then.
func (of Jobs) Background(j *job.Job) error {
	if err := of.Kill(j, int(syscall.SIGCONT)); err != nil {
		return err
	}
	of.sh.rt.jobs.Touch(j)
	of.sh.lastBg = j.Pid
	return nil
}

// Line is a line of the list of jobs, in the form that POSIX gives it, or, outside
// of POSIX mode, that of bash. ranked begins with the current job and the one before
// it; over says whether the job has ended, as it was seen; with long it has the number
// of the first process.
func (of Jobs) Line(j *job.Job, ranked []*job.Job, over, long bool) string {
	before, width, after := " ", 20, ""
	if !of.sh.posix() {
		before, width = "", 23
	}
	state := of.sh.jobState(j, over)
	if state == "Running" && !of.sh.posix() {
		after = " &"
	}
	line := "[" + strconv.Itoa(j.ID) + "]" + before + of.Mark(j, ranked) + " "
	if !of.sh.posix() {
		line += " "
	}
	if long {
		line += strconv.Itoa(j.First()) + " "
	}
	return line + pad(state, width) + " " + Quote(j.Text) + after + "\n"
}

// Mark is the sign of the current job, or that of the one before it, or a blank.
func (of Jobs) Mark(j *job.Job, ranked []*job.Job) string {
	switch {
	case len(ranked) > 0 && j == ranked[0]:
		return "+"
	case len(ranked) > 1 && j == ranked[1]:
		return "-"
	}
	return " "
}

// pad fills s with spaces to n bytes.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(n-len(s), 0)) }

// jobState says what a job does.
func (sh *Shell) jobState(j *job.Job, over bool) string {
	if !over {
		if sig := JobStopped(j); sig != 0 && !sh.posix() {
			return "Stopped"
		} else if sig != 0 {
			return "Stopped (SIG" + signals.Name(int(sig)) + ")"
		}
		return "Running"
	}
	switch end := j.End(); {
	case end.Signaled():
		return signals.Text(end.Signal())
	case end.ExitStatus() != 0 && !sh.posix():
		return "Exit " + strconv.Itoa(end.ExitStatus())
	case end.ExitStatus() != 0:
		return "Done(" + strconv.Itoa(end.ExitStatus()) + ")"
	}
	return "Done"
}
