package pipeline

import (
	"errors"
	"syscall"
	"time"

	"gpipe/internal/sys"
)

// run sets going what does not start by itself, when all stages have started.
func (j *Job) run() {
	bodies := 0
	for k := range j.runs {
		if r := &j.runs[k]; r.body != nil {
			j.work.Add(1)
			bodies++
		}
	}
	if bodies > 0 && len(j.runs) > 1 || len(j.relays) > 0 || j.observed != nil || j.waiting == WaitBackground {
		sys.UseProcessors()
	}
	j.watchContext()
	if j.observed != nil {
		j.observe()
	}
	for k := range j.runs {
		if j.runs[k].body != nil {
			go j.runBody(k)
		}
	}
	for _, r := range j.relays {
		go r.copy()
	}
	if j.waiting == WaitBackground {
		go func() {
			j.gather()
			close(j.done)
		}()
	}
}

// gather waits for everything and sets the result.
func (j *Job) gather() {
	j.reapAll(j.watch != nil)
	j.work.Wait()
	j.mu.Lock()
	j.ended = true
	j.mu.Unlock()
	j.unwatch()
	j.reapAnchor()
	j.wake.close()
	var failed error
	for _, r := range j.relays {
		failed = both(failed, r.finish(j.drain))
	}
	j.result = both(j.verdict(), failed)
	j.unobserve()
}

// both joins two errors, but leaves one as it is: an *Error.
func both(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return errors.Join(a, b)
}

// reapAll waits for the processes. With anchor, the leader of the group is
// left a zombie, for reapAnchor.
func (j *Job) reapAll(anchor bool) {
	anchored := anchor && j.ownsGroup()
	first := 0
	if j.waiting == WaitBackground {
		first = min(len(j.runs)-1, pidfdStages)
		for k := range first {
			j.work.Go(func() { j.reap(k, anchored) })
		}
	}
	for k := first; k < len(j.runs); k++ {
		j.reap(k, anchored)
	}
}

// reap waits for the process of stage k, if it has one.
func (j *Job) reap(k int, anchor bool) {
	r := &j.runs[k]
	switch {
	case r.body != nil || r.proc == nil: // reaped by its own goroutine, or no process
	case anchor && k == j.leader && r.proc.AwaitEnd():
		j.anchored = time.Now()
	default:
		ws, err := j.await(k, r.proc)
		j.record(k, ws, err, time.Now())
	}
}

// ownsGroup tells whether a process of the Job leads its group.
func (j *Job) ownsGroup() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.pgid != 0 && j.runs[j.leader].Pid == j.pgid
}

// reapAnchor reaps the leader, whose zombie kept the number of the group from
// being another's while the stages were running. If the Job was cancelled, it
// first ends what they have left behind in the group.
func (j *Job) reapAnchor() {
	if j.anchored.IsZero() {
		return
	}
	p := j.runs[j.leader].proc
	if j.cause != nil {
		p.SignalGroup(j.pgid, syscall.SIGKILL)
	}
	ws, err := j.await(j.leader, p)
	j.record(j.leader, ws, err, j.anchored)
}

// await waits for the process of stage k.
func (j *Job) await(k int, p *sys.Process) (syscall.WaitStatus, error) {
	if j.observed != nil {
		j.atEnd(k, p)
	}
	ws, ru, err := p.Wait()
	if err != nil { // reaped by someone who had no business to
		return exited(127), err
	}
	j.mu.Lock()
	j.runs[k].Rusage = ru
	j.mu.Unlock()
	return ws, nil
}

// record notes the end of stage k.
func (j *Job) record(k int, ws syscall.WaitStatus, err error, end time.Time) {
	j.mu.Lock()
	r := &j.runs[k]
	r.WaitStatus, r.Err, r.End = ws, err, end
	if r.tally != nil && r.Usage != nil {
		read, written := r.tally.total()
		r.Usage.count(read, written, true)
		r.Usage.Final = !r.tally.partial.Load()
	}
	j.mu.Unlock()
	j.tellExit(k)
}
