package monitor

import "gpipe/internal/pipeline"

// flow is what went through a pipe between two stages: the bytes that the one has
// put in and the other has taken out; negative: not known. about says that they
// are those of the other side, since the system has not counted them for both.
type flow struct {
	in, out int64
	about   bool
}

// What the counters of the two ends of a pipe may differ by.
const (
	held    = 64 << 10 // is left in the pipe
	uncount = 1 << 20  // less says nothing about how bytes went
)

// flows is what went through the pipes of a pipeline.
func flows(stages []pipeline.Status) []flow {
	list := make([]flow, len(stages)-1)
	for k := range list {
		list[k] = between(stages, k)
	}
	return list
}

// between is what went through the pipe after stage k. The counters have all that a
// process read and wrote, files too, and what its start took: through the pipe went
// what both sides have at most. In order:
//
//  1. Where a side is not known the other one stands for it.
//  2. A side that moves bytes by splice(2) does not count them: the other does.
//  3. Else the smaller one counts; what the writer has more may be left in the pipe.
func between(stages []pipeline.Status, k int) flow {
	w, _ := counters(&stages[k])
	_, r := counters(&stages[k+1])
	switch {
	case w < 0 && r < 0:
		return flow{-1, -1, false}
	case w < 0:
		return flow{r, r, true}
	case r < 0:
		return flow{w, w, true}
	case splices(stages, k) || splices(stages, k+1):
		return flow{max(w, r), max(w, r), true}
	case w <= r+held:
		return flow{w, min(w, r), false}
	}
	return flow{r, r, false}
}

// counters is what a stage has written and read in all.
func counters(st *pipeline.Status) (written, read int64) {
	if st.Usage == nil {
		return -1, -1
	}
	return st.Usage.Written, st.Usage.Read
}

// splices tells whether stage k was found to move bytes that are not counted; or
// whether far more came from the stage before and went to the one after, the same
// amount, than it has.
func splices(stages []pipeline.Status, k int) bool {
	if u := stages[k].Usage; u == nil || u.Spliced || k == 0 || k == len(stages)-1 {
		return u != nil && u.Spliced
	}
	before, _ := counters(&stages[k-1])
	_, after := counters(&stages[k+1])
	written, read := counters(&stages[k])
	less, more := min(before, after), max(before, after)
	return less > uncount && more < less+less/4 && max(written, read) < less/16
}

// traffic is what a stage has moved: through the pipe before it and the one after it,
// -1 where there is none or it is not known, and besides.
type traffic struct {
	in, out     int64
	read, wrote int64
	aboutIn     bool
	aboutOut    bool
}

// trafficOf is the traffic of every stage.
func trafficOf(stages []pipeline.Status) []traffic {
	pipes := flows(stages)
	list := make([]traffic, len(stages))
	for k := range list {
		t := &list[k]
		t.in, t.out = -1, -1
		t.wrote, t.read = counters(&stages[k])
		if k > 0 {
			t.in, t.aboutIn = pipes[k-1].out, pipes[k-1].about
			t.read = besides(t.read, t.in)
		}
		if k < len(pipes) {
			t.out, t.aboutOut = pipes[k].in, pipes[k].about
			t.wrote = besides(t.wrote, t.out)
		}
	}
	return list
}

// besides is what is left of a counter; negative: not known.
func besides(all, piped int64) int64 {
	if all < 0 || piped < 0 {
		return all
	}
	return max(all-piped, 0)
}

// through is what a stage reads and writes first of all: its pipes, or what it has in
// their place.
func (t *traffic) through() (in, out int64) {
	in, out = t.in, t.out
	if in < 0 {
		in = t.read
	}
	if out < 0 {
		out = t.wrote
	}
	return in, out
}
