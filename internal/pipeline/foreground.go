package pipeline

import (
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/term"
)

// front is the terminal of a Job that is to have it: see GroupForeground. The
// methods of a nil front do nothing.
type front struct {
	tty  *term.Terminal
	mode *term.Mode // before
	pgid int

	mu      sync.Mutex  // one stop is dealt with at a time
	stopped atomic.Bool // by the program itself, which will continue it
}

// lent is the groups of the Jobs that may have the terminal. As a process has
// one, only one of them has it at a time.
var lent groups

type groups struct {
	mu  sync.Mutex
	all []int
}

func (g *groups) add(pgid int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.all = append(g.all, pgid)
}

func (g *groups) remove(pgid int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.all, pgid); i >= 0 {
		g.all = slices.Delete(g.all, i, i+1)
	}
}

func (g *groups) has(pgid int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Contains(g.all, pgid)
}

// openTerminal gives a Job its front, if there is a terminal.
func (j *Job) openTerminal(o *Options) error {
	if o.Group != GroupForeground {
		return nil
	}
	tty, err := term.Open()
	switch {
	case errno(err, syscall.EMFILE), errno(err, syscall.ENFILE):
		return &Error{Stage: -1, Name: "terminal", Op: OpRedirect, Err: err}
	case err == nil:
		j.front = &front{tty: tty, mode: tty.Mode()}
	}
	return nil
}

// mayHave tells whether the terminal is this program's to give.
func (f *front) mayHave() bool { return f.tty.Ours() || lent.has(f.tty.Foreground()) }

// has notes the group of the Job.
func (f *front) has(pgid int) {
	if f != nil {
		lent.remove(f.pgid)
		f.pgid = pgid
		lent.add(pgid)
	}
}

// takeBack gives the terminal to this program's group, if the Job's has it.
func (f *front) takeBack() {
	if f.pgid != 0 && f.tty.Foreground() == f.pgid {
		f.tty.TakeBack() // it may have been hung up
	}
}

// close ends the loan when all stages have ended. A last stage that a signal has
// ended may have left the terminal in a mode that it did not mean to.
func (f *front) close(j *Job) {
	if f == nil {
		return
	}
	f.takeBack()
	if f.pgid != 0 && j.runs[len(j.runs)-1].WaitStatus.Signaled() && f.tty.Ours() {
		f.mode.Restore()
	}
	lent.remove(f.pgid)
	f.tty.Close()
}

// told notes a signal by which the program itself stops or continues the Job.
func (f *front) told(sig syscall.Signal) {
	if f == nil {
		return
	}
	switch sig {
	case syscall.SIGSTOP, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU:
		f.stopped.Store(true)
	case syscall.SIGCONT:
		f.stopped.Store(false)
	}
}

// watchStops has a goroutine attend to the stops of stage k, whose process is p,
// until that has ended.
func (j *Job) watchStops(k int, p *proc.Process) {
	if j.front == nil || p == nil || k >= pidfdStages {
		return
	}
	j.work.Go(func() {
		for {
			sig := p.AwaitStop()
			if sig == 0 {
				return
			}
			if !j.front.attend(j, p, sig) {
				p.AwaitContinue()
			}
		}
	})
}

// attend deals with a stop by sig. In order:
//  1. What the program has stopped, or SIGSTOP has, is left to whoever did it:
//     the result is false.
//  2. A stage that needs the terminal gets it if it is the program's to give.
//  3. Any other stop is the program's, too, as if they were one group. When
//     that is continued the Job is.
func (f *front) attend(j *Job, p *proc.Process, sig syscall.Signal) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if proc.Stopped(p.Pid()) == 0 { // no more: another stage's stop was dealt with
		return true
	}
	needs := sig == syscall.SIGTTIN || sig == syscall.SIGTTOU
	switch {
	case f.stopped.Load(), sig == syscall.SIGSTOP:
		return false
	case needs && f.mayHave():
	default:
		f.takeBack()
		proc.StopGroup(sig)
		if needs && !f.mayHave() {
			time.Sleep(retry)
		}
	}
	if f.mayHave() {
		f.tty.SetForeground(f.pgid)
	}
	j.signalStages(syscall.SIGCONT)
	return true
}

// retry is the time between two attempts of a stage to use the terminal that
// neither gets it nor can stop the program, which nobody could continue.
const retry = 100 * time.Millisecond
