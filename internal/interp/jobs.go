package interp

import (
	"slices"
	"strconv"
	"strings"
	"syscall"

	"gpipe/internal/job"
	"gpipe/internal/pipeline"
	"gpipe/internal/sys/proc"
)

// Get returns the asynchronous job of this environment with the pid that $!
// had, or nil. A subshell has none of its parent's.
func (of Jobs) Get(pid int) *job.Job {
	j := of.sh.rt.jobs.Get(pid)
	if j == nil || j.Owner != of.sh.bg {
		return nil
	}
	return j
}

// Mine returns the asynchronous jobs of this environment that it may wait
// for, oldest first. Of the process substitutions that is the last, while $! is
// its id.
func (of Jobs) Mine() []*job.Job {
	var mine []*job.Job
	if of.sh.bg == nil {
		return nil
	}
	for _, j := range of.sh.rt.jobs.All() {
		if j.Owner == of.sh.bg && (!j.Subst || j.Pid == of.sh.lastBg) {
			mine = append(mine, j)
		}
	}
	return mine
}

// Listed returns the jobs that jobs lists, oldest first. Those of its
// parent are a subshell's until it has started one: kill $(jobs -p).
func (j Jobs) Listed() []*job.Job {
	owner := j.sh.bg
	if owner == nil {
		owner = j.sh.parentBg
	}
	if owner == nil {
		return nil
	}
	return j.sh.rt.jobs.Listed(owner)
}

// Shown notes that the end of j was listed, unless j is a subshell's
// parent's: that is to list it yet.
func (of Jobs) Shown(j *job.Job) {
	if j.Owner == of.sh.bg {
		of.sh.rt.jobs.Shown(j)
	}
}

// Disown makes the shell know nothing more of j.
func (of Jobs) Disown(j *job.Job) {
	if j.Owner == of.sh.bg {
		of.sh.rt.jobs.Forget(j)
	}
}

// Await waits for j and returns its exit status, and the job is forgotten
// then. A signal that has an action ends the waiting: the result is 128 plus
// its number, and false; so does what ends the shell.
func (of Jobs) Await(j *job.Job) (int, bool) {
	if status, ok := of.sh.untilOver(j); !ok {
		return status, false
	}
	of.sayOver(j)
	return of.sh.forget(j), true
}

// AwaitKept is Await, but the status can still be asked for.
func (of Jobs) AwaitKept(j *job.Job) (int, bool) {
	if status, ok := of.sh.untilOver(j); !ok {
		return status, false
	}
	of.sayOver(j)
	return of.sh.kept(j), true
}

// kept hands out the status of a job that has ended, and keeps it.
func (sh *Shell) kept(j *job.Job) int {
	sh.newEpoch()
	sh.reapCoproc()
	sh.syncSignals(j.Run().Statuses()...)
	sh.rt.jobs.Keep(j)
	return j.Code()
}

func (sh *Shell) untilOver(j *job.Job) (int, bool) {
	for !j.Over() {
		if status, ok := sh.awaitNews(j.Done()); !ok {
			return status, false
		}
	}
	return 0, true
}

// AwaitAny waits for the first of some jobs to end, and is AwaitKept for that. The
// job is nil if a signal has ended the waiting.
func (of Jobs) AwaitAny(list []*job.Job) (*job.Job, int) {
	for {
		news := of.sh.rt.jobs.News()
		for _, j := range list {
			if j.Over() {
				of.sayOver(j)
				return j, of.sh.kept(j)
			}
		}
		if status, ok := of.sh.awaitNews(news); !ok {
			return nil, status
		}
	}
}

// awaitNews waits until news is closed or a signal has come. In the latter
// case, if that has an action, it returns false and what wait then returns.
func (sh *Shell) awaitNews(news <-chan struct{}) (int, bool) {
	defer sh.tally.Begin(sh.tally.Begin(pipeline.WaitingForChild))
	b := sh.bell()
	var woken <-chan struct{}
	if sh.life.Mortal() {
		woken = b.Done()
	}
	select {
	case <-news:
		return 0, true
	case <-woken:
	}
	switch n := sh.life.Pending(); {
	case sh.gone():
		return 128 + int(syscall.SIGTERM), false
	case !sh.acts():
		return 128 + int(b.By()), false
	case n > 0:
		return 128 + n, false
	}
	sh.life.Renew()
	return 0, true
}

// forget hands out the status of a job that has ended.
func (sh *Shell) forget(j *job.Job) int {
	sh.newEpoch()
	sh.reapCoproc()
	sh.syncSignals(j.Run().Statuses()...)
	sh.rt.jobs.Forget(j)
	return j.Code()
}

// Find returns the job that an operand which begins with % names, or what
// is wrong with it: %% %+ % the current one, %- the one before, %n by its
// number, %text by how its source begins, %?text by what that contains.
func (of Jobs) Find(spec string) (j *job.Job, why string) {
	jobs := of.Listed()
	at := -1
	switch name := spec[1:]; name {
	case "", "%", "+", "-":
		jobs = of.sh.rank(jobs)
		at = min(0, len(jobs)-1)
		if name == "-" && len(jobs) > 1 {
			at = 1
		}
	default:
		if at = matchJob(jobs, name); at == ambiguous {
			return nil, "more than one job"
		}
	}
	if at < 0 {
		return nil, "no such job"
	}
	return jobs[at], ""
}

const ambiguous = -2

// Ranked returns the jobs that jobs lists, the current one first and the one
// before it second.
func (j Jobs) Ranked() []*job.Job { return j.sh.rank(j.Listed()) }

// rank puts the current job first and the one before it second: those that are
// stopped before the others, and of both the latest first.
func (sh *Shell) rank(jobs []*job.Job) []*job.Job {
	list := sh.rt.jobs.Latest(jobs)
	stopped := make(map[*job.Job]bool)
	for _, j := range list {
		stopped[j] = JobStopped(j) != 0
	}
	slices.SortStableFunc(list, func(a, b *job.Job) int {
		switch {
		case stopped[a] == stopped[b]:
			return 0
		case stopped[a]:
			return -1
		}
		return 1
	})
	return list
}

// matchJob returns the index of the job with a number or a source, -1 if there
// is none.
func matchJob(jobs []*job.Job, name string) int {
	n, err := strconv.Atoi(name)
	part, contains := strings.CutPrefix(name, "?")
	found := -1
	for i, j := range jobs {
		switch {
		case err == nil:
			if j.ID == n {
				return i
			}
		case contains && strings.Contains(j.Text, part), !contains && strings.HasPrefix(j.Text, name):
			if found >= 0 {
				return ambiguous
			}
			found = i
		}
	}
	return found
}

// Kill sends a signal to every process of a job, or asks whether it could
// be sent when sig is 0. A job that is stopped goes on, to be ended by SIGTERM or
// SIGHUP.
func (of Jobs) Kill(j *job.Job, sig int) error {
	ends := syscall.Signal(sig) == syscall.SIGTERM || syscall.Signal(sig) == syscall.SIGHUP
	held := ends && !j.Over() && JobStopped(j) != 0
	err := of.send(j, sig)
	if held && err == nil {
		err = of.send(j, int(syscall.SIGCONT))
	}
	return err
}

func (of Jobs) send(j *job.Job, sig int) error {
	switch {
	case j.Over():
		return syscall.ESRCH
	case j.InProcess():
		return of.Signal(j.Pid, sig)
	case sig == 0:
		return nil
	}
	return j.Run().Signal(syscall.Signal(sig))
}

// JobStopped returns the signal that has stopped j, or 0.
func JobStopped(j *job.Job) syscall.Signal {
	for _, s := range j.Run().Statuses() {
		if s.Pid > 0 && s.End.IsZero() {
			if sig := proc.Stopped(s.Pid); sig != 0 {
				return sig
			}
		}
	}
	return 0
}

// Jobs is the asynchronous jobs of an environment.
type Jobs struct{ sh *Shell }

// Jobs returns the asynchronous jobs of this environment.
func (sh *Shell) Jobs() Jobs { return Jobs{sh} }
