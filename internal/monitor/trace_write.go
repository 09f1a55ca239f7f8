package monitor

import "time"

// take returns a lane of a track that is free since before start.
func (t *Trace) take(tr track, start time.Time) int {
	for n := range t.lanes[tr] {
		if l := &t.lanes[tr][n]; !l.taken && !l.until.After(start) {
			l.taken = true
			return n
		}
	}
	t.lanes[tr] = append(t.lanes[tr], lane{taken: true})
	return len(t.lanes[tr]) - 1
}

func (t *Trace) release(tr track, n int, end time.Time) {
	t.lanes[tr][n] = lane{until: end}
}

// event begins an event.
func (t *Trace) event(name, phase string, tr track, n int) {
	t.w.Object()
	t.text("name", name)
	t.text("ph", phase)
	t.number("pid", t.scope(int(tr)+1))
	t.number("tid", n+1)
}

// span begins the event of something that took time.
func (t *Trace) span(name string, tr track, n int, start, end time.Time) {
	t.event(name, "X", tr, n)
	t.when("ts", start)
	t.w.Key("dur")
	t.w.Float(float64(end.Sub(start).Nanoseconds())/1e3, 3)
}

// begin begins the event that something begins, which finished is the end of.
func (t *Trace) begin(name string, tr track, n int, at time.Time) {
	t.event(name, "B", tr, n)
	t.when("ts", at)
}

// finished begins the event that what began last on a lane ends.
func (t *Trace) finished(tr track, n int, at time.Time) {
	t.w.Object()
	t.text("ph", "E")
	t.number("pid", t.scope(int(tr)+1))
	t.number("tid", n+1)
	t.when("ts", at)
}

// arrow writes one end of the arrow that stands for a pipe.
func (t *Trace) arrow(phase string, pipe, n int, at time.Time) {
	t.event("pipe", phase, trackStages, n)
	t.when("ts", at)
	t.text("cat", "pipe")
	t.number("id", t.scope(pipe))
	if phase == "f" {
		t.text("bp", "e")
	}
	t.finish()
}

func (t *Trace) finish() {
	t.w.End()
	t.w.Raw(",\n")
}

func (t *Trace) when(key string, at time.Time) {
	t.w.Key(key)
	t.w.Float(float64(at.UnixNano()/1000), 0)
}

func (t *Trace) text(key, value string) {
	t.w.Key(key)
	t.w.String(value)
}

func (t *Trace) number(key string, n int) {
	t.w.Key(key)
	t.w.Int(int64(n))
}

// flush writes what is collected, unless it comes too late: from a pipeline in
// the background.
func (t *Trace) flush() {
	if !t.closed {
		t.out.write(t.w.Bytes())
	}
	t.w.Reset()
}
