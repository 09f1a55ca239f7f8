package pipeline

import (
	"syscall"

	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/term"
)

// setGroup decides about the process group of a Job.
func (j *Job) setGroup(o *Options) {
	switch {
	case o.Session:
		j.group = true
	case o.Group == GroupJoin:
		j.group, j.pgid, j.leader = true, o.Pgid, -1
	case o.Group == GroupCaller, o.Group == GroupAuto && term.HasTerminal():
		if !o.engine.StagesOnly {
			j.kin = new(proc.Kin)
		}
	default:
		j.group = true
	}
}

// lookForKin finds what the stages have started. Processes that begin meanwhile
// are found by one more look.
func (j *Job) lookForKin() {
	if j.kin == nil || len(j.children()) == 0 {
		return
	}
	for range looks {
		if !j.kin.Look(j.children) {
			return
		}
	}
}

// looks bounds the number of looks, should there be somebody new at each.
const looks = 20

// children lists the processes of the Job that are not reaped.
func (j *Job) children() []int {
	j.mu.Lock()
	defer j.mu.Unlock()
	var pids []int
	for k := range j.runs {
		if p := j.runs[k].proc; p != nil && !p.Reaped() {
			pids = append(pids, p.Pid())
		}
	}
	return pids
}

// killKin ends the stages and what they have started. All are stopped first,
// since what is stopped starts nobody new and leaves nobody without a parent
// who could not be found then.
func (j *Job) killKin() {
	for range looks {
		more := j.kin.Look(j.children)
		j.signalStages(syscall.SIGSTOP)
		j.kin.Signal(syscall.SIGSTOP)
		if !more {
			break
		}
	}
	j.signalStages(syscall.SIGKILL)
	j.kin.Signal(syscall.SIGKILL)
}
