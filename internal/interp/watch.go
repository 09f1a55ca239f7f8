package interp

import (
	"gpipe/internal/option"
	"gpipe/internal/snapshot"
	"gpipe/pipeline"
	"gpipe/redirect"
)

// Watch is how the pipelines of a shell are looked at. The zero Watch is for
// a shell whose pipelines nobody looks at.
type Watch struct {
	// Observer, if not nil, is told what becomes of every pipeline.
	Observer pipeline.Observer
	// Foreground, if not nil, is it in place of Observer for the pipelines that
	// the shell itself waits for, and not an asynchronous list.
	Foreground pipeline.Observer
	// Leave, if not nil, is called when a signal is about to end or stop the
	// process, and Back when it goes on after it was stopped.
	Leave, Back func()
	// Opened, if not nil, is told of the files that redirections open.
	Opened func(*redirect.Opening)
	// Report, if not nil, is called under set -o stats when a pipeline, which
	// began on the line of the file, has ended; "" is no file. stderr is what
	// standard error was then, nil if it was closed.
	Report func(j *pipeline.Job, file string, line int, stderr *redirect.File)
	// Hand, if not nil, gives what a subshell in a process of its own needs to
	// be looked at in the same way: see Handed. The files are lent.
	Hand func() (settings string, files []*redirect.File, err error)
}

// handOver is what a Watch gives a subshell, and the numbers that the files have
// there.
type handOver struct {
	settings string
	files    []*redirect.File
	fds      []int
}

// handOver asks for what a subshell in another process gets.
func (w *Watch) handOver() (h handOver, err error) {
	if w.Hand != nil {
		h.settings, h.files, err = w.Hand()
	}
	return h, err
}

func (h *handOver) save(w *snapshot.Writer) {
	w.String(h.settings)
	w.Len(len(h.fds))
	for _, fd := range h.fds {
		w.Len(fd)
	}
}

func (h *handOver) load(r *snapshot.Reader) {
	h.settings = r.String()
	for range r.Len() {
		h.fds = append(h.fds, int(r.Int()))
	}
}

// Handed returns what Watch.Hand gave in the process that wrote the state for
// Resume: the settings, and the files as descriptors of this process.
func Handed(state string) (settings string, fds []int, err error) {
	var h handOver
	r := snapshot.NewReader(state)
	if r.String() != stateFormat {
		return "", nil, snapshot.ErrBroken
	}
	h.load(r)
	return h.settings, h.fds, r.Err()
}

// unseen observes for the sake of the figures alone.
type unseen struct{}

func (unseen) Start(*pipeline.Job)     {}
func (unseen) Sample(*pipeline.Job)    {}
func (unseen) Exit(*pipeline.Job, int) {}
func (unseen) End(*pipeline.Job)       {}

// observer is that of the pipelines of sh.
func (sh *Shell) observer() pipeline.Observer {
	if w := &sh.rt.watch; w.Foreground != nil && sh.life == sh.rt.main {
		return w.Foreground
	}
	return sh.rt.watch.Observer
}

// watched tells whether pipelines have an Observer.
func (sh *Shell) watched() bool {
	return sh.observer() != nil || sh.opts&option.Stats != 0 && sh.rt.watch.Report != nil
}

// watch gives a pipeline that is about to start its Observer. It returns what
// reports the figures at the end: it must be called, and the Job is nil if
// the start failed. nil: there is nothing to report.
func (sh *Shell) watch(o *pipeline.Options) func(*pipeline.Job) {
	w := &sh.rt.watch
	o.Observer = sh.observer()
	if sh.opts&option.Stats == 0 || w.Report == nil {
		return nil
	}
	if o.Observer == nil {
		o.Observer = unseen{}
	}
	at, stderr := sh.where(), sh.files.Get(2)
	if stderr != nil {
		stderr.Ref()
	}
	return func(j *pipeline.Job) {
		if j != nil {
			w.Report(j, at.file, at.line, stderr)
		}
		if stderr != nil {
			stderr.Unref()
		}
	}
}
