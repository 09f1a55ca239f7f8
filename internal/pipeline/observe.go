package pipeline

import (
	"slices"
	"sync"
	"time"

	copying "gpipe/internal/relay"
	"gpipe/internal/sys/poll"
	"gpipe/internal/sys/proc"
)

// Observer is told what becomes of a pipeline: see Options.Observer. The
// calls about one Job come one at a time, from goroutines of the Job; they may
// use the methods of the Job that do not wait. Wait waits for them to return,
// and so does Start for its call; nothing else does: a context that is done
// meanwhile ends the processes. An Observer that panics is told no more, and
// the error of Wait has a *PanicError.
type Observer interface {
	// Start: every stage has started.
	Start(j *Job)
	// Sample: the figures of the stages, Status.Usage, are new. It is called
	// every 10 ms in the first second of a pipeline, a few times before the first 10
	// have passed, and later more rarely.
	Sample(j *Job)
	// Exit: stage k has ended. Its Status is final, except that a stage which
	// leads the process group may be reaped after all others.
	Exit(j *Job, k int)
	// End: all stages have ended, and Wait is about to return.
	End(j *Job)
}

// Observers returns the Observer that passes everything on to each of list,
// save those that are nil.
func Observers(list ...Observer) Observer {
	return observerList(slices.DeleteFunc(slices.Clone(list), func(o Observer) bool { return o == nil }))
}

type observerList []Observer

func (l observerList) Start(j *Job) {
	for _, o := range l {
		o.Start(j)
	}
}

func (l observerList) Sample(j *Job) {
	for _, o := range l {
		o.Sample(j)
	}
}

func (l observerList) Exit(j *Job, k int) {
	for _, o := range l {
		o.Exit(j, k)
	}
}

func (l observerList) End(j *Job) {
	for _, o := range l {
		o.End(j)
	}
}

// The samples of one pipeline.
const (
	first       = 2 * time.Millisecond // for the first few
	firstFew    = 5
	oftenFor    = time.Second
	often       = 10 * time.Millisecond
	seldom      = 50 * time.Millisecond
	meterStages = pidfdStages // the first so many are looked at
)

// observation is what a Job has when it is observed.
type observation struct {
	by     Observer
	mu     sync.Mutex // one call at a time
	failed error      // of a call: there are no more; guarded by mu
	stop   chan struct{}
	done   chan struct{}

	// Of the sampling goroutine:
	meters  []*proc.Meter
	tried   []bool
	last    time.Time
	samples int
}

// rare tells whether the sample is one of those that have what takes long to find
// out: the first ones, and every so often.
func (o *observation) rare() bool { return o.samples <= 4 || o.samples%8 == 0 }

// tell makes a call of the observer. It has a goroutine of its own, which the
// call may end.
func (o *observation) tell(call func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failed != nil {
		return
	}
	err := copying.Goexit()
	over := make(chan struct{})
	go func() {
		defer close(over)
		err = copying.Call(func() error {
			call()
			return nil
		})
	}()
	<-over
	o.failed = err
}

// observe begins to observe a Job that has started.
func (j *Job) observe() {
	o := j.observed
	j.mu.Lock()
	for k := range j.runs {
		j.runs[k].Usage = &Usage{Read: -1, Written: -1}
	}
	j.mu.Unlock()
	n := min(len(j.runs), meterStages)
	o.meters, o.tried = make([]*proc.Meter, n), make([]bool, n)
	o.stop, o.done = make(chan struct{}), make(chan struct{})
	o.last = time.Now()
	o.tell(func() { o.by.Start(j) })
	go j.sample()
}

// sample is the goroutine that samples until the Job ends.
func (j *Job) sample() {
	o := j.observed
	defer close(o.done)
	start := o.last
	if !poll.CanPoll() { // what is looked at is the end alone
		<-o.stop
		o.close()
		return
	}
	ticker := time.NewTicker(first)
	defer ticker.Stop()
	slow := false
	for {
		select {
		case <-o.stop:
			o.close()
			return
		case <-ticker.C:
		}
		now := time.Now()
		if !slow && now.Sub(start) > oftenFor {
			ticker.Reset(seldom)
			slow = true
		}
		if j.sampleAll(now); o.samples == firstFew {
			ticker.Reset(often)
		}
		o.tell(func() { o.by.Sample(j) })
	}
}

// sampleAll looks at every stage that is running.
func (j *Job) sampleAll(now time.Time) {
	o := j.observed
	passed := now.Sub(o.last)
	o.last = now
	o.samples++
	for k := range o.meters {
		if t := j.runs[k].tally; t != nil {
			j.sampleTally(k, t, passed)
			continue
		}
		m := j.meter(k)
		if m == nil {
			continue
		}
		read, written, ok := m.IO()
		doing := m.Activity()
		spliced, memory := false, int64(0)
		if o.rare() {
			spliced, memory = m.Splices(), m.PeakMemory()
		}
		j.mu.Lock()
		if r := &j.runs[k]; r.End.IsZero() {
			r.Usage.Spliced = r.Usage.Spliced || spliced
			r.Usage.Memory = max(r.Usage.Memory, memory)
			r.Usage.count(read, written, ok && !r.Usage.Final)
			r.Usage.spend(found(doing), passed)
		}
		j.mu.Unlock()
	}
}

// sampleTally looks at a stage in this process.
func (j *Job) sampleTally(k int, t *Tally, passed time.Duration) {
	read, written := t.total()
	doing := t.activity()
	jobs := t.Jobs()
	j.mu.Lock()
	defer j.mu.Unlock()
	if r := &j.runs[k]; r.End.IsZero() {
		r.Usage.Jobs = jobs
		r.Usage.count(read, written, true)
		r.Usage.Spliced = t.spliced.Load()
		r.Usage.spend(doing, passed)
	}
}

// meter returns the meter of stage k, nil when it has no process that runs.
func (j *Job) meter(k int) *proc.Meter {
	o := j.observed
	j.mu.Lock()
	p, ended := j.runs[k].proc, !j.runs[k].End.IsZero()
	j.mu.Unlock()
	switch {
	case ended && o.meters[k] != nil:
		o.meters[k].Close()
		o.meters[k] = nil
	case !ended && p != nil && !o.tried[k]:
		o.tried[k] = true
		o.meters[k] = p.Meter()
	}
	return o.meters[k]
}

func (o *observation) close() {
	for _, m := range o.meters {
		if m != nil {
			m.Close()
		}
	}
}

// atEnd waits for the end of the process of stage k and takes its counters,
// before it is reaped.
func (j *Job) atEnd(k int, p *proc.Process) {
	if !p.AwaitEnd() {
		return
	}
	read, written, ok := p.IO()
	if !ok {
		return
	}
	j.mu.Lock()
	u := j.runs[k].Usage
	u.count(read, written, true)
	u.Final = true
	j.mu.Unlock()
}

// Reading tells how far the program of stage k has read the regular file that is its
// standard input or, if that is none, those of its arguments that are regular files,
// all together; and how large these are. It looks at the process: ok is false when
// that can't be, when it has ended, and when it reads none of them now.
func (j *Job) Reading(k int) (offset, size int64, ok bool) {
	j.mu.Lock()
	p, argv := j.runs[k].proc, j.runs[k].Argv
	j.mu.Unlock()
	if p == nil {
		return 0, 0, false
	}
	return p.Reading(argv[min(1, len(argv)):])
}

// tellExit tells the observer that stage k has ended.
func (j *Job) tellExit(k int) {
	if o := j.observed; o != nil {
		o.tell(func() { o.by.Exit(j, k) })
	}
}

// unobserve ends the observation: all stages have ended. It returns what the
// observer has failed with.
func (j *Job) unobserve() error {
	o := j.observed
	if o == nil {
		return nil
	}
	close(o.stop)
	<-o.done
	o.tell(func() { o.by.End(j) })
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failed == nil {
		return nil
	}
	return &Error{Stage: -1, Name: "observer", Op: OpPanic, Err: o.failed}
}
