package monitor

import (
	"slices"
	"sync"
	"time"

	"gpipe/internal/sys/term"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// defaultWidth is that of an output which is no terminal.
const defaultWidth = 80

// Reporter writes the figures of pipelines that have ended. The zero Reporter
// writes tables to the standard error of the shell that ran them.
type Reporter struct {
	JSON  bool
	Plain bool  // no colors
	File  *File // instead of the standard error

	mu      sync.Mutex
	running []*Figures // that have started, and are not reported
}

// Figures are those of one pipeline, whose Observer they are.
type Figures struct {
	by     *Reporter
	file   string
	line   int
	stderr *redirect.File
	job    *pipeline.Job
}

// Begin is called for a pipeline that is about to start on the line of the file;
// "" is no file. stderr, which may be nil, is that of the shell: it stays open
// until Report.
func (r *Reporter) Begin(file string, line int, stderr *redirect.File) *Figures {
	return &Figures{by: r, file: file, line: line, stderr: stderr}
}

// Start notes that the pipeline is running.
func (f *Figures) Start(j *pipeline.Job) {
	f.by.mu.Lock()
	defer f.by.mu.Unlock()
	f.job = j
	f.by.running = append(f.by.running, f)
}

// Sample has nothing to note.
func (f *Figures) Sample(*pipeline.Job) {}

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
	if j != nil && r.remove(f) {
		r.write(f)
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

// Now writes the figures of all pipelines that are running, the inner ones first.
func (r *Reporter) Now() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range slices.Backward(r.running) {
		r.write(f)
	}
}

// brief is how long Interrupt waits for pipelines that the same signal ends.
const brief = 100 * time.Millisecond

// Interrupt is Now before the process ends: Report writes none of them again.
// With group the programs have got the signal, too: it lets them end.
func (r *Reporter) Interrupt(group bool) {
	r.mu.Lock()
	running := slices.Clone(r.running)
	r.mu.Unlock()
	var patience <-chan time.Time
	if group {
		patience = time.After(brief)
	}
	for _, f := range slices.Backward(running) {
		if group && !runsHere(f.job) {
			select {
			case <-f.job.Done():
			case <-patience:
				group = false
			}
		}
		f.Report(f.job)
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
	var text []byte
	if r.JSON {
		text = JSON(f.job, f.file, f.line)
	} else {
		width, color := terminal(out)
		text = []byte(Table(f.job, f.file, f.line, width, color && !r.Plain))
	}
	if r.File != nil {
		r.File.write(text)
	} else {
		out.Write(text)
	}
}

// terminal returns how wide lines written to f may be, and whether it is a
// terminal.
func terminal(f *redirect.File) (width int, is bool) {
	if f.IsCapture() || !f.IsTerminal() {
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
