package monitor

import (
	"strconv"
	"sync"
	"syscall"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/json"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// Trace writes what pipelines do as trace events, the JSON that Perfetto and
// Chrome's about:tracing read. It is the Observer of any number of pipelines.
type Trace struct {
	out *File

	mu        sync.Mutex
	w         json.Writer
	jobs      map[*pipeline.Job]*traced
	pipelines int
	pipes     int
	lanes     [tracks][]lane
	closed    bool

	pid   int // this process, if it adds to the trace of another one; else 0
	share *share
}

// traced is a pipeline that is running.
type traced struct {
	number  int
	started time.Time // all of it
	begun   time.Time // its first stage
	lane    int
	pipes   int   // number of the one before the first
	stages  []int // lane of each
	waits   []pause
	ended   []bool // each has its end
}

// pause is what a stage has been found doing, and since when.
type pause struct {
	state pipeline.Activity
	since time.Time
	last  time.Time
}

// track is a group of lanes, shown as a process.
type track int

// The tracks.
const (
	trackPipelines track = iota
	trackStages
	trackOpens
	tracks
)

// lane is a line in the picture: what is on it does not overlap.
type lane struct {
	taken bool
	until time.Time
}

// NewTrace returns a Trace that writes to out.
func NewTrace(out *File) *Trace {
	return makeTrace(out, 0)
}

func makeTrace(out *File, pid int) *Trace {
	t := &Trace{out: out, jobs: make(map[*pipeline.Job]*traced), pid: pid}
	if !t.joined() {
		t.w.Raw("[\n")
	}
	for n, name := range [tracks]string{"pipelines", "stages", "opens"} {
		t.event("process_name", "M", track(n), 0)
		t.w.Key("args")
		t.w.Object()
		t.text("name", t.trackName(name))
		t.w.End()
		t.finish()
	}
	t.flush()
	return t
}

// Close ends the text. The file stays the caller's.
func (t *Trace) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.w.Reset()
	t.cut()
	if t.joined() {
		t.flush()
		t.closed = true
		return
	}
	t.share.end()
	t.event("end", "i", trackPipelines, 0)
	t.when("ts", time.Now())
	t.text("s", "g")
	t.w.End()
	t.w.Raw("\n]\n")
	t.flush()
	t.closed = true
}

// cut ends what is running as it is now: the trace is at its end.
func (t *Trace) cut() {
	now := time.Now()
	for j, r := range t.jobs {
		for k := range r.ended {
			if st := j.Status(k); !r.ended[k] {
				t.ended(j, r, k, &st, now)
			}
		}
		t.over(r, now)
		t.finish()
	}
}

// Start gives a pipeline and its stages their lanes, and writes that they begin,
// and the arrows along the pipes.
func (t *Trace) Start(j *pipeline.Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	stages := j.Statuses()
	t.pipelines++
	r := &traced{number: t.pipelines, started: now, begun: stages[0].Start, pipes: t.pipes}
	t.pipes += len(stages) - 1
	r.lane = t.take(trackPipelines, r.begun)
	r.waits, r.ended = make([]pause, len(stages)), make([]bool, len(stages))
	t.beginPipeline(r, stages)
	for k := range stages {
		r.waits[k].last = now
		r.stages = append(r.stages, t.take(trackStages, stages[k].Start))
		t.beginStage(r, k, stages)
		if k > 0 {
			t.arrow("s", r.pipes+k, r.stages[k-1], stages[k-1].Start)
			t.arrow("f", r.pipes+k, r.stages[k], stages[k].Start)
		}
	}
	t.jobs[j] = r
	t.flush()
}

// beginPipeline writes that a pipeline begins, and then the wait for it.
func (t *Trace) beginPipeline(r *traced, stages []pipeline.Status) {
	name := command(&stages[0])
	for k := 1; k < len(stages); k++ {
		name += " | " + command(&stages[k])
	}
	t.begin(name, trackPipelines, r.lane, r.begun)
	t.w.Key("args")
	t.w.Object()
	t.number("pipeline", r.number)
	t.w.End()
	t.finish()
	t.begin("wait", trackPipelines, r.lane, r.started)
	t.finish()
}

func (t *Trace) beginStage(r *traced, k int, stages []pipeline.Status) {
	st := &stages[k]
	t.begin(command(st), trackStages, r.stages[k], st.Start)
	t.w.Key("args")
	t.w.Object()
	t.number("pipeline", r.number)
	t.number("stage", k+1)
	if st.Pid != 0 {
		t.number("pid", st.Pid)
	}
	if k > 0 {
		t.text("stdin", "pipe "+strconv.Itoa(r.pipes+k))
	}
	if k < len(stages)-1 {
		t.text("stdout", "pipe "+strconv.Itoa(r.pipes+k+1))
	}
	t.w.End()
	t.finish()
}

// Sample notes which stages wait, and writes how long those did that wait no
// more.
func (t *Trace) Sample(j *pipeline.Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, now := t.jobs[j], time.Now()
	for k := range r.waits {
		st := j.Status(k)
		if !st.End.IsZero() || st.Pid != 0 && st.Usage.State == pipeline.Unknown {
			continue // it has ended, or is about to
		}
		w := &r.waits[k]
		if w.state != st.Usage.State {
			t.waited(j, r, k, w.last)
			w.state, w.since = st.Usage.State, w.last
		}
		w.last = now
	}
	t.flush()
}

// waited writes that stage k waited, if it did, until it was found doing
// something else. It did for most of that time: it was looked at from time to
// time only.
func (t *Trace) waited(j *pipeline.Job, r *traced, k int, until time.Time) {
	w := &r.waits[k]
	name, pipe := w.state.String(), 0
	switch w.state {
	case pipeline.Unknown, pipeline.Running:
		return
	case pipeline.WaitingForInput:
		if k > 0 {
			pipe = r.pipes + k
		}
	case pipeline.BlockedOnOutput:
		if k < j.Len()-1 {
			pipe = r.pipes + k + 1
		}
	}
	if pipe > 0 {
		name += ", pipe " + strconv.Itoa(pipe)
	}
	t.span(name, trackStages, r.stages[k], w.since, until)
	t.finish()
}

// Exit writes that a stage ends.
func (t *Trace) Exit(j *pipeline.Job, k int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, st := t.jobs[j], j.Status(k)
	t.ended(j, r, k, &st, st.End)
	t.release(trackStages, r.stages[k], st.End)
	t.flush()
}

// ended writes that stage k ends, as its status says.
func (t *Trace) ended(j *pipeline.Job, r *traced, k int, st *pipeline.Status, at time.Time) {
	t.waited(j, r, k, at)
	r.ended[k] = true
	t.finished(trackStages, r.stages[k], at)
	t.w.Key("args")
	t.w.Object()
	t.text("end", ending(st))
	if u := st.Usage; u != nil && u.Read >= 0 {
		t.w.Key("read_bytes")
		t.w.Int(u.Read)
		t.w.Key("written_bytes")
		t.w.Int(u.Written)
	}
	t.w.End()
	t.finish()
}

// End writes that a pipeline ends.
func (t *Trace) End(j *pipeline.Job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, stages := t.jobs[j], j.Statuses()
	delete(t.jobs, j)
	_, wall := span(stages)
	over := r.begun.Add(wall)
	if now := time.Now(); over.Before(r.started) {
		over = now // it ended while it was being started
	}
	t.over(r, over)
	t.w.Key("args")
	t.w.Object()
	t.number("status", stages[len(stages)-1].ExitCode())
	t.w.End()
	t.finish()
	t.release(trackPipelines, r.lane, over)
	t.flush()
}

// over writes that the wait for a pipeline ends, and begins the event of its end.
func (t *Trace) over(r *traced, at time.Time) {
	t.finished(trackPipelines, r.lane, at)
	t.finish()
	t.finished(trackPipelines, r.lane, at)
}

// Opened writes that a redirection opened a file.
func (t *Trace) Opened(o *redirect.Opening) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.take(trackOpens, o.Start)
	t.span("open "+columns.Plain(o.Path), trackOpens, n, o.Start, o.End)
	t.w.Key("args")
	t.w.Object()
	t.number("fd", o.Fd)
	mode := "read"
	switch o.Flags & syscall.O_ACCMODE {
	case syscall.O_WRONLY:
		mode = "write"
	case syscall.O_RDWR:
		mode = "read and write"
	}
	t.text("for", mode)
	if o.Err != nil {
		t.text("error", o.Err.Error())
	}
	t.w.End()
	t.finish()
	t.release(trackOpens, n, o.End)
	t.flush()
}
