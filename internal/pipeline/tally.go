package pipeline

import "sync/atomic"

// Tally is what a stage in this process notes of its own doings while it is
// observed, as the kernel does of a process: see Tallied. The methods of
// a nil Tally do nothing. It may be used from many goroutines.
type Tally struct {
	outer         *Tally
	read, written atomic.Int64
	partial       atomic.Bool
	spliced       atomic.Bool
	doing         atomic.Uint32 // an Activity
	inner         atomic.Pointer[Job]

	jobs         atomic.Pointer[Jobs]
	user, system atomic.Int64 // nanoseconds, of programs that have ended
	memory       atomic.Int64 // the most that one of them had
	memoryBound  atomic.Bool
}

// NewTally returns a Tally. What it counts is counted in outer too, which may
// be nil: that of the stage which the stage is a part of.
func NewTally(outer *Tally) *Tally { return &Tally{outer: outer} }

// Tallied returns a stage, one that InProc made, with its Tally.
func Tallied(s Stage, t *Tally) Stage {
	s.tally = t
	return s
}

// Begin notes that the stage does something from now on. It returns what it
// did before, for another Begin.
func (t *Tally) Begin(a Activity) Activity {
	if t == nil {
		return Unknown
	}
	return Activity(t.doing.Swap(uint32(a)))
}

// Count adds bytes that were read and written.
func (t *Tally) Count(read, written int64) {
	for ; t != nil; t = t.outer {
		t.read.Add(read)
		t.written.Add(written)
	}
}

// Wait says that the stage waits for j, which is observed: until Waited it
// does what the stages of j do.
func (t *Tally) Wait(j *Job) {
	if t != nil {
		t.inner.Store(j)
	}
}

// Waited counts what the processes of j, which has ended, have read and
// written.
func (t *Tally) Waited(j *Job) {
	if t == nil {
		return
	}
	t.inner.Store(nil)
	for _, st := range j.Statuses() {
		t.spent(st.Rusage, st.Usage)
		switch {
		case st.Pid == 0: // it has a Tally, or nothing to count
		case st.Usage == nil || st.Usage.Read < 0:
			t.incomplete()
		default:
			t.Count(st.Usage.Read, st.Usage.Written)
			if st.Usage.Spliced {
				t.splices()
			}
			if !st.Usage.Final {
				t.incomplete()
			}
		}
	}
}

// splices says that a program of the stage does.
func (t *Tally) splices() {
	for ; t != nil; t = t.outer {
		t.spliced.Store(true)
	}
}

// incomplete says that there is more than what was counted.
func (t *Tally) incomplete() {
	for ; t != nil; t = t.outer {
		t.partial.Store(true)
	}
}

// total is what was counted, with the processes that are running.
func (t *Tally) total() (read, written int64) {
	r, w := t.live()
	return t.read.Load() + r, t.written.Load() + w
}

// live is what processes that are running have read and written by now.
func (t *Tally) live() (read, written int64) {
	j := t.inner.Load()
	if j == nil {
		return 0, 0
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for k := range j.runs {
		r, w := int64(0), int64(0)
		if u := j.runs[k].Usage; j.runs[k].tally != nil {
			r, w = j.runs[k].tally.live()
		} else if u != nil && u.Read >= 0 {
			r, w = u.Read, u.Written
		}
		read, written = read+r, written+w
	}
	return read, written
}

// activity is what the stage is doing.
func (t *Tally) activity() Activity {
	if j := t.inner.Load(); j != nil {
		return j.activity()
	}
	return Activity(t.doing.Load())
}

// activity is what a Job does as a whole: it runs if one of its stages does,
// and it waits for its input, or to be read from, if all of them wait for the
// first, or for the last, which does that.
func (j *Job) activity() Activity {
	j.mu.Lock()
	defer j.mu.Unlock()
	var first, last Activity
	for k := range j.runs {
		r := &j.runs[k]
		if r.Usage == nil || !r.End.IsZero() {
			continue
		}
		switch r.Usage.State {
		case Running:
			return Running
		case WaitingForInput, BlockedOnOutput:
			if first == Unknown {
				first = r.Usage.State
			}
			last = r.Usage.State
		default:
			return max(r.Usage.State, WaitingOtherwise)
		}
	}
	switch {
	case last == BlockedOnOutput:
		return BlockedOnOutput
	case first == WaitingForInput:
		return WaitingForInput
	}
	return WaitingOtherwise
}
