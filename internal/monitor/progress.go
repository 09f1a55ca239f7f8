package monitor

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// When progress is shown.
const (
	patience      = time.Second            // no shorter pipeline is shown
	redrawEvery   = 200 * time.Millisecond // on a terminal
	plainEvery    = 5 * time.Second
	leastCommands = 8 // columns of a command
)

// Progress shows what the stages of a pipeline that takes long are doing: a
// line for each, drawn again and again, on a terminal; or plain lines. It is
// the Observer of any number of pipelines and shows one at a time, the one
// that began first.
type Progress struct {
	plain bool

	mu     sync.Mutex
	screen screen
	hidden bool
	shown  *pipeline.Job
	last   time.Time // when it was drawn
	rates  []rate    // of the stages of shown
	read   int64     // of the files of its first stage
	back   bool      // that has gone back in them
}

// rate is how fast a stage goes.
type rate struct {
	in, out int64 // by now
	bytes   int64
	at      time.Time
	value   float64 // bytes per second; negative: not known
}

// NewProgress returns a Progress that draws on out, or nil when that is no
// terminal and plain is not set.
func NewProgress(out *redirect.File, plain bool) *Progress {
	fd, err := out.Fd()
	if err != nil || !plain && !out.IsTerminal() {
		return nil
	}
	return &Progress{plain: plain, screen: screen{out: out, fd: fd}}
}

// Start has nothing to show yet.
func (p *Progress) Start(*pipeline.Job) {}

// Sample shows the pipeline, if it is time to.
func (p *Progress) Sample(j *pipeline.Job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	stages := j.Statuses()
	if p.shown == nil && now.Sub(stages[0].Start) >= patience {
		p.shown, p.last, p.rates, p.read, p.back = j, time.Time{}, make([]rate, len(stages)), 0, false
		for k := range p.rates {
			p.rates[k] = rate{bytes: 0, at: stages[k].Start, value: -1}
		}
	}
	every := redrawEvery
	if p.plain {
		every = plainEvery
	}
	if p.shown != j || p.hidden || now.Sub(p.last) < every {
		return
	}
	p.last = now
	for k, moved := range trafficOf(stages) {
		p.rates[k].next(&moved, now)
	}
	if p.plain {
		p.writeLine(j, stages, now)
	} else {
		p.draw(j, stages, now)
	}
}

// Exit has nothing to show: the next drawing has it.
func (p *Progress) Exit(*pipeline.Job, int) {}

// End clears the lines.
func (p *Progress) End(j *pipeline.Job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown == j {
		p.shown = nil
		p.screen.clear()
	}
}

// next takes in what the stage has moved by now: the larger of what it has
// read and written. A stage that has moved nothing has no speed.
func (r *rate) next(moved *traffic, now time.Time) {
	r.in, r.out = moved.through()
	bytes := max(r.in, r.out)
	passed := now.Sub(r.at).Seconds()
	if bytes < 0 || passed <= 0 {
		return
	}
	value := float64(bytes-r.bytes) / passed
	switch {
	case bytes <= r.bytes, r.bytes == 0 && bytes < held: // nothing, or what its start took
		value = -1
	case r.value >= 0: // smoothed
		value = r.value + (value-r.value)/3
	}
	r.bytes, r.at, r.value = bytes, now, value
}

// draw draws the lines.
func (p *Progress) draw(j *pipeline.Job, stages []pipeline.Status, now time.Time) {
	width, room := p.screen.room()
	if room == 0 {
		return
	}
	n := min(len(stages), room)
	lines := make([]string, 0, n)
	for k := range n {
		number := strconv.Itoa(k+1) + " "
		if k == n-1 && n < len(stages) {
			lines = append(lines, "and "+strconv.Itoa(len(stages)-k)+" more stages")
			break
		}
		text := figuresOf(&stages[k], &p.rates[k], now) + p.left(j, k, stages, now)
		space := max(width-1-len(number)-1-len(text), leastCommands)
		lines = append(lines, strings.TrimRight(number+columns.Left(command(&stages[k]), min(space, 40))+" "+text, " "))
	}
	p.screen.draw(lines)
}

// Hide takes the lines away, if there are any, until Show: the process is
// about to end or to stop.
func (p *Progress) Hide() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hidden = true
	p.screen.clear()
}

// Show ends what Hide began.
func (p *Progress) Show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hidden = false
}

// writeLine writes all of it on one line.
func (p *Progress) writeLine(j *pipeline.Job, stages []pipeline.Status, now time.Time) {
	var b strings.Builder
	fmt.Fprintf(&b, "gpipe: %s", clock(now.Sub(stages[0].Start)))
	for k := range stages {
		sep := "; "
		if k == 0 {
			sep = ": "
		}
		figures := strings.Join(strings.Fields(figuresOf(&stages[k], &p.rates[k], now)+p.left(j, k, stages, now)), " ")
		b.WriteString(sep + strconv.Itoa(k+1) + " " + columns.Cut(command(&stages[k]), 32) + " " + figures)
	}
	b.WriteByte('\n')
	p.screen.out.Write([]byte(b.String()))
}

// figuresOf is what a stage has moved, how fast, and what it is doing; of a pool
// how far it is.
func figuresOf(st *pipeline.Status, r *rate, now time.Time) string {
	if jobs := jobsOf(st); jobs != nil && st.End.IsZero() {
		return jobsBar(jobs, now.Sub(st.Start))
	}
	speed := "-"
	if r.value >= 0 {
		speed = amount(int64(r.value)) + "/s"
	}
	return fmt.Sprintf("%5s in %5s out %7s  %-17s", amount(r.in), amount(r.out), speed, doing(st))
}

func doing(st *pipeline.Status) string {
	switch {
	case !st.End.IsZero():
		return "ended: " + ending(st)
	case st.Usage.State == pipeline.Unknown && st.Pid == 0:
		return "in gpipe"
	}
	return st.Usage.State.String()
}

// left is how far the first stage has read its files, and how long the rest
// will take if it goes on like that. A program that goes back in them does not.
func (p *Progress) left(j *pipeline.Job, k int, stages []pipeline.Status, now time.Time) string {
	if k > 0 || !stages[0].End.IsZero() {
		return ""
	}
	offset, size, ok := j.Reading(0)
	if p.back = p.back || ok && offset < p.read; !ok || p.back || offset <= 0 || offset > size {
		return ""
	}
	p.read = offset
	passed := now.Sub(stages[0].Start)
	rest := time.Duration(float64(passed) * float64(size-offset) / float64(offset))
	return fmt.Sprintf(" %3d%%, %s left", offset*100/size, clock(rest))
}

// clock shows a time in minutes and seconds, or hours too.
func clock(d time.Duration) string {
	s := int64(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
