package pipeline

import (
	"errors"
	"syscall"
	"time"

	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/self"
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
		self.UseProcessors()
	}
	j.watchContext()
	for k := range j.runs {
		j.watchStops(k, j.runs[k].proc)
	}
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
	if j.tail != nil {
		j.tail.Start()
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
	j.front.close(j)
	j.wake.Close()
	var failed error
	for _, r := range j.relays {
		failed = both(failed, r.finish(j.drain))
	}
	failed = both(failed, j.unobserve())
	j.result = both(j.verdict(), failed)
	if j.tail == nil {
		return
	}
	text := j.tail.Finish()
	var e *Error
	if errors.As(j.result, &e) {
		e.Stderr = text
	}
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
	leader := -1
	if anchor {
		leader = j.groupLeader()
	}
	first := 0
	if j.waiting == WaitBackground {
		first = min(len(j.runs)-1, pidfdStages)
		for k := range first {
			j.work.Go(func() { j.reap(k, k == leader) })
		}
	}
	for k := first; k < len(j.runs); k++ {
		j.reap(k, k == leader)
	}
}

// reap waits for the process of stage k, if it has one.
func (j *Job) reap(k int, leads bool) {
	r := &j.runs[k]
	switch {
	case r.body != nil || r.proc == nil: // reaped by its own goroutine, or no process
	case leads && r.proc.AwaitEnd():
		j.anchor, j.anchored = k, time.Now()
	default:
		ws, err := j.await(k, r.proc)
		j.record(k, ws, err, time.Now())
	}
}

// groupLeader returns the stage that leads the group of the Job, negative: none.
func (j *Job) groupLeader() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.pgid != 0 && j.leader >= 0 && j.runs[j.leader].Pid == j.pgid {
		return j.leader
	}
	return -1
}

// reapAnchor reaps the leader, whose zombie kept the number of the group from
// being another's while the stages were running. If the Job was cancelled, it
// first ends what they have left behind.
func (j *Job) reapAnchor() {
	if j.kin != nil && j.cause != nil {
		j.killKin()
	}
	if j.anchored.IsZero() {
		return
	}
	p := j.runs[j.anchor].proc
	if j.cause != nil {
		p.SignalGroup(p.Pid(), syscall.SIGKILL)
	}
	ws, err := j.await(j.anchor, p)
	j.record(j.anchor, ws, err, j.anchored)
}

// await waits for the process of stage k.
func (j *Job) await(k int, p *proc.Process) (syscall.WaitStatus, error) {
	if j.observed != nil {
		j.atEnd(k, p)
	}
	ws, ru, err := p.Wait()
	if err != nil {
		return exited(127), lostStatus(err) // as wait(1) has for a process it does not know
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
		r.Usage.Spliced = r.tally.spliced.Load()
		r.Usage.Jobs = r.tally.Jobs()
	}
	j.mu.Unlock()
	j.tellExit(k)
}
