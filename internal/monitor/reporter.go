package monitor

import (
	"slices"
	"sync"
	"time"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/term"
)

// defaultWidth is that of an output which is no terminal.
const defaultWidth = 80

// Reporter writes the figures of pipelines that have ended. The zero Reporter
// writes tables to the standard error of the shell that ran them.
type Reporter struct {
	Form
	Plain bool  // no colors
	File  *File // instead of the standard error
	Page  *Page // nil: there is none
	Quiet bool  // what has ended is on the Page alone

	mu      sync.Mutex
	running []*Figures // that are about to start, or have, and are not reported
	lines   []*tally   // what the summary has
	hidden  bool       // a pipeline was not shown, since its line had been often enough
	began   time.Time
	number  int // of pipelines that have started
}

// Figures are those of one pipeline, whose Observer they are.
type Figures struct {
	by     *Reporter
	file   string
	line   int
	stderr *redirect.File

	started chan struct{}
	job     *pipeline.Job // nil until it has
	asked   bool          // to be written as soon as it has
	course  course        // for the Page
}

// Begin is called for a pipeline that is about to start on the line of the file;
// "" is no file. stderr, which may be nil, is that of the shell: it stays open
// until Report.
func (r *Reporter) Begin(file string, line int, stderr *redirect.File) *Figures {
	f := &Figures{by: r, file: file, line: line, stderr: stderr, started: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running = append(r.running, f)
	return f
}

// Start notes that the pipeline is running, and writes its figures if Now has asked
// for them meanwhile.
func (f *Figures) Start(j *pipeline.Job) {
	f.by.mu.Lock()
	defer f.by.mu.Unlock()
	if f.job = j; f.by.began.IsZero() {
		f.by.began = time.Now()
	}
	if f.by.number++; f.by.Page != nil {
		f.course = course{file: f.file, line: f.line, number: f.by.number}
		f.course.begin(j)
	}
	close(f.started)
	if f.asked {
		f.by.write(f)
	}
}

// Sample notes what the stages do, for the Page.
func (f *Figures) Sample(j *pipeline.Job) {
	f.by.mu.Lock()
	defer f.by.mu.Unlock()
	if f.course.started {
		f.course.sample(j)
	}
}

// Exit has nothing to note.
func (f *Figures) Exit(*pipeline.Job, int) {}

// End has nothing to note: Report comes.
func (f *Figures) End(*pipeline.Job) {}

// Report writes the figures of j, which has ended, in one piece, unless Interrupt
// has. j is nil when it could not be started.
func (f *Figures) Report(j *pipeline.Job) {
	r := f.by
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.remove(f) || j == nil {
		return
	}
	r.finish(f)
	if r.shown(f) {
		r.write(f)
	}
}

// finish puts what has ended, or is as it will be shown, on the Page.
func (r *Reporter) finish(f *Figures) {
	if f.course.started {
		r.Page.finish(&f.course, f.job)
	}
}

// remove takes f from those that are running. It reports whether it was there.
func (r *Reporter) remove(f *Figures) bool {
	i := slices.Index(r.running, f)
	if i >= 0 {
		r.running = slices.Delete(r.running, i, i+1)
	}
	return i >= 0
}

// Now writes the figures of all pipelines that are running, the inner ones first, and
// those of one that is about to start when it has: its first stages run already, and
// it may be one of them that asks.
func (r *Reporter) Now() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range slices.Backward(r.running) {
		if f.job != nil {
			r.write(f)
		} else {
			f.asked = true
		}
	}
}

// How long Interrupt waits for all pipelines that are about to start, and for all that
// the same signal ends. What starts does not linger; what has got a signal may ignore it.
const (
	startSoon = 800 * time.Millisecond
	endSoon   = 100 * time.Millisecond
)

// Interrupt is Now before the process ends: Report writes none of them again.
// With group the programs have got the signal, too: it lets them end.
func (r *Reporter) Interrupt(group bool) {
	r.mu.Lock()
	running := slices.Clone(r.running)
	r.mu.Unlock()
	starts, ends := time.NewTimer(startSoon), time.NewTimer(endSoon)
	defer starts.Stop()
	defer ends.Stop()
	for _, f := range slices.Backward(running) {
		if !happens(f.started, starts) {
			continue
		}
		if group && !runsHere(f.job) {
			happens(f.job.Done(), ends)
		}
		r.mu.Lock()
		if r.remove(f) {
			r.finish(f)
			r.count(f)
			if !r.Quiet {
				r.write(f)
			}
		}
		r.mu.Unlock()
	}
}

// happens waits for an event as long as there is patience.
func happens(event <-chan struct{}, patience *time.Timer) bool {
	select {
	case <-event:
		return true
	default:
	}
	select {
	case <-event:
		return true
	case <-patience.C:
		patience.Reset(0)
		return false
	}
}

// runsHere tells whether a part of a pipeline runs in this process: what ends that is
// the end of the process.
func runsHere(j *pipeline.Job) bool {
	return slices.ContainsFunc(j.Statuses(), func(st pipeline.Status) bool { return st.Pid == 0 && st.End.IsZero() })
}

// write writes figures. r.mu is held.
func (r *Reporter) write(f *Figures) {
	out := f.stderr
	if r.File != nil {
		out = r.File.file
	}
	if out == nil {
		return
	}
	switch r.Format {
	case FormatJSON:
		r.put(out, JSON(f.job, f.file, f.line))
	case FormatMarkdown:
		r.put(out, []byte(Markdown(f.job, f.file, f.line)))
	default:
		width, color := terminal(out)
		r.put(out, []byte(Table(f.job, f.file, f.line, width, color && !r.Plain)))
	}
}

// put writes text to the File, or out if there is none.
func (r *Reporter) put(out *redirect.File, text []byte) {
	if r.File != nil {
		r.File.write(text)
	} else {
		out.Write(text)
	}
}

// terminal returns how wide lines written to f may be, and whether it is a
// terminal.
func terminal(f *redirect.File) (width int, is bool) {
	if redirect.IsCapture(f) || !f.IsTerminal() {
		return defaultWidth, false
	}
	fd, err := f.Fd()
	if err != nil {
		return defaultWidth, false
	}
	if w, _ := term.Size(fd); w > 0 {
		return w, true
	}
	return defaultWidth, true
}
