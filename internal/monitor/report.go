package monitor

import (
	"cmp"
	"slices"
	"time"

	"gpipe/internal/pipeline"
)

// Page collects what pipelines do, for a page that shows it: see Reporter. It has a
// bounded size, however many there are and however long they take.
type Page struct {
	out    *File
	name   string // of the script
	script string
	began  time.Time
	runs   []*course
	gone   int // pipelines that are not shown by themselves any more
}

// What a page keeps.
const (
	keptRuns   = 50  // the longest ones, of twice as many
	keptSlices = 240 // of the time of a pipeline
	leastSlice = 10 * time.Millisecond
	openRuns   = 12 // the longest of those that are shown
)

// NewPage returns a Page that is to be written to out. script is the text of the script
// that has the name, "" if it is not known.
func NewPage(out *File, name, script string) *Page {
	return &Page{out: out, name: name, script: script, began: time.Now()}
}

// course is what one pipeline did, and when.
type course struct {
	file    string
	line    int
	number  int // in the order of their starts
	start   time.Time
	last    time.Time // when it was looked at
	width   time.Duration
	slices  [][]slice         // of each stage
	piped   [][]int64         // through each pipe by the end of each slice, -1: not looked at
	stages  []pipeline.Status // at the end
	took    time.Duration
	started bool
	open    bool // it is shown without being asked for
}

// slice is what a stage was found doing in a part of its time, in microseconds of each
// activity.
type slice [pipeline.WaitingForTime + 1]uint32

// begin is called when a pipeline has started.
func (c *course) begin(j *pipeline.Job) {
	stages := j.Statuses()
	c.start, _ = span(stages)
	c.last, c.width, c.started = c.start, leastSlice, true
	c.slices, c.piped = make([][]slice, len(stages)), make([][]int64, len(stages)-1)
}

// sample notes what the stages do.
func (c *course) sample(j *pipeline.Job) {
	now, stages := time.Now(), j.Statuses()
	for now.Sub(c.start) >= keptSlices*c.width {
		c.coarsen()
	}
	n := int(now.Sub(c.start) / c.width)
	for k := range stages {
		if st := &stages[k]; st.End.IsZero() && st.Usage != nil && st.Usage.State != pipeline.Unknown {
			c.spend(k, st.Usage.State, now)
		}
	}
	for k, f := range flows(stages) {
		for len(c.piped[k]) <= n {
			c.piped[k] = append(c.piped[k], -1)
		}
		c.piped[k][n] = max(f.in, f.out, 0)
	}
	c.last = now
}

// spend notes that stage k did something since the last sample.
func (c *course) spend(k int, doing pipeline.Activity, now time.Time) {
	for at := c.last; at.Before(now); {
		n := int(at.Sub(c.start) / c.width)
		until := c.start.Add(time.Duration(n+1) * c.width)
		if until.After(now) {
			until = now
		}
		for len(c.slices[k]) <= n {
			c.slices[k] = append(c.slices[k], slice{})
		}
		c.slices[k][n][doing] += uint32(until.Sub(at).Microseconds())
		at = until
	}
}

// coarsen makes one slice of two.
func (c *course) coarsen() {
	c.width *= 2
	for k, list := range c.slices {
		half := list[:0]
		for n := 0; n < len(list); n += 2 {
			s := list[n]
			if n+1 < len(list) {
				for a, spent := range list[n+1] {
					s[a] += spent
				}
			}
			half = append(half, s)
		}
		c.slices[k] = half
	}
	for k, list := range c.piped {
		half := list[:0]
		for n := 0; n < len(list); n += 2 {
			half = append(half, max(list[n], list[min(n+1, len(list)-1)]))
		}
		c.piped[k] = half
	}
}

// finish notes how a pipeline ended, or how it is now, and keeps it if it was one of
// the longest.
func (p *Page) finish(c *course, j *pipeline.Job) {
	c.stages = j.Statuses()
	_, c.took = span(c.stages)
	p.runs = append(p.runs, c)
	if len(p.runs) < 2*keptRuns {
		return
	}
	p.longestFirst()
	p.gone += len(p.runs) - keptRuns
	clear(p.runs[keptRuns:])
	p.runs = p.runs[:keptRuns]
}

func (p *Page) longestFirst() {
	slices.SortStableFunc(p.runs, func(a, b *course) int { return cmp.Compare(b.took, a.took) })
}

// doing is the activity that a slice has most of; Unknown, if it has none.
func (s *slice) doing() pipeline.Activity {
	most := pipeline.Unknown
	for a := range s {
		if s[a] > s[most] {
			most = pipeline.Activity(a)
		}
	}
	return most
}
