package interp

import (
	"math/bits"
	"syscall"

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

// Await waits for j and returns its exit status, and the job is forgotten
// then. A signal that has an action ends the waiting: the result is 128 plus
// its number, and false; so does what ends the shell.
func (sh *Shell) Await(j *job.Job) (int, bool) {
	for waiting := true; waiting; {
		select {
		case <-j.Done():
			waiting = false
		case <-sh.life.ended():
			return 128 + int(syscall.SIGTERM), false
		case <-sh.wakeup():
			if p := sh.life.pending.Load(); p != 0 {
				return 129 + bits.TrailingZeros64(p), false
			}
		}
	}
	sh.NewEpoch()
	sh.rt.jobs.Forget(j)
	sh.bg.remove(j.Pid)
	return j.Code(), true
}

// pidSet is the jobs that one environment started.
type pidSet map[int]struct{}

func (s pidSet) has(pid int) bool { _, ok := s[pid]; return ok }
func (s pidSet) remove(pid int)   { delete(s, pid) }

// wakeup tells of signals; only the environment that runs actions hears of
// them.
func (sh *Shell) wakeup() <-chan struct{} {
	if sh.sub != sh.life.sub {
		return nil
	}
	return sh.life.wake
}
