package interp

import (
	"gpipe/internal/job"
)

// Job returns the asynchronous job of this environment with the pid that $!
// had, or nil. A subshell has none of its parent's.
func (sh *Shell) Job(pid int) *job.Job {
	j := sh.rt.jobs.Get(pid)
	if j == nil || !sh.bg.has(pid) {
		return nil
	}
	return j
}

// Jobs returns the asynchronous jobs of this environment, oldest first.
func (sh *Shell) Jobs() []*job.Job {
	var mine []*job.Job
	for _, j := range sh.rt.jobs.All() {
		if sh.bg.has(j.Pid) {
			mine = append(mine, j)
		}
	}
	return mine
}

// Await waits for j and returns its exit status; false when the shell is
// told to stop first. The job is forgotten then.
func (sh *Shell) Await(j *job.Job) (int, bool) {
	select {
	case <-j.Done():
	case <-sh.rt.ctx.Done():
		return 0, false
	}
	sh.rt.jobs.Forget(j)
	sh.bg.remove(j.Pid)
	return j.Code(), true
}

// pidSet is the jobs that one environment started.
type pidSet map[int]struct{}

func (s pidSet) has(pid int) bool { _, ok := s[pid]; return ok }
func (s pidSet) remove(pid int)   { delete(s, pid) }
