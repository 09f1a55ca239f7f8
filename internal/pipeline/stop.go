package pipeline

import (
	"syscall"

	"gpipe/internal/sys/proc"
)

// AwaitStop waits until a Job has ended, and returns 0, or until its
// processes are stopped, all that have not ended, and returns the signal that
// stopped the last of them. Stages in this process don't count while others
// are stopped. A stopped Job has not ended: it is waited for once more. Only
// on Linux are stops seen; elsewhere AwaitStop is Wait.
func AwaitStop(j *Job) syscall.Signal {
	for {
		var by syscall.Signal
		for k := range j.runs {
			if p := j.process(k); p != nil {
				if sig := p.AwaitStop(); sig != 0 {
					by = sig
				}
			}
		}
		if by == 0 {
			j.Wait()
			return 0
		}
		if !j.running() { // else one was continued while another was waited for
			return by
		}
	}
}

// running tells whether a process of the Job is neither stopped nor over.
func (j *Job) running() bool {
	for k := range j.runs {
		if p := j.process(k); p != nil && p.Running() {
			return true
		}
	}
	return false
}

// process returns the process of stage k, or nil.
func (j *Job) process(k int) *proc.Process {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.runs[k].proc
}
