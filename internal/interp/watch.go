package interp

import (
	"slices"
	"syscall"
	"time"

	"gpipe/internal/lifetime"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/snapshot"
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
	// process, and Back when it goes on after it was stopped. ending tells which,
	// and group whether the whole group has got it.
	Leave func(ending, group bool)
	Back  func()
	// Now, if not nil, is called under set -o stats when a SIGUSR1 has come that
	// has no action.
	Now func()
	// End, if not nil, is called before a signal ends the process, when nothing
	// more runs, and before a program takes its place.
	End func()
	// Opened, if not nil, is told of the files that redirections open.
	Opened func(*redirect.Opening)
	// Figures, if not nil, is called under set -o stats when a pipeline, on the
	// line of the file, is about to start; "" is no file. stderr is what standard
	// error is then, nil if it is closed.
	Figures func(file string, line int, stderr *redirect.File) Figures
	// Hand, if not nil, gives what a subshell in a process of its own needs to
	// be looked at in the same way: see Handed. The files are lent.
	Hand func() (settings string, files []*redirect.File, err error)
}

// Figures are those of one pipeline. Report is called when it has ended, with nil
// when it could not be started.
type Figures interface {
	pipeline.Observer
	Report(j *pipeline.Job)
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

// observer is that of the pipelines of sh.
func (sh *Shell) observer() pipeline.Observer {
	if w := &sh.rt.watch; w.Foreground != nil && sh.life == sh.rt.main {
		return w.Foreground
	}
	return sh.rt.watch.Observer
}

// counted tells whether the figures of pipelines are reported.
func (sh *Shell) counted() bool { return sh.opts&option.Stats != 0 && sh.rt.watch.Figures != nil }

// watched tells whether pipelines have an Observer.
func (sh *Shell) watched() bool { return sh.observer() != nil || sh.counted() }

// watch gives a pipeline that is about to start its Observer. It returns what
// reports the figures at the end: it must be called, and the Job is nil if
// the start failed. nil: there is nothing to report.
func (sh *Shell) watch(o *pipeline.Options) func(*pipeline.Job) {
	o.Observer = sh.observer()
	if !sh.counted() {
		return sh.timePipelines(o)
	}
	sh.heedSignals()
	stderr := sh.files.Get(2)
	if stderr != nil {
		stderr.Ref()
	}
	figures := sh.rt.watch.Figures(sh.file.String(), sh.line, stderr)
	o.Observer = pipeline.Observers(o.Observer, figures)
	return func(j *pipeline.Job) {
		figures.Report(j)
		if stderr != nil {
			stderr.Unref()
		}
	}
}

// heedSignals has the signals that end the process come to the Watch first, as
// soon as there is something to be looked at.
func (sh *Shell) heedSignals() {
	rt := sh.rt
	if sh.counted() {
		rt.signals.shown.Store(true)
	}
	if !rt.own || rt.watch.Leave == nil || !sh.counted() && rt.watch.Observer == nil && rt.watch.Foreground == nil || rt.signals.heeded.Swap(true) {
		return
	}
	for _, sig := range leavingSignals() {
		if rt.main.Defaults(sig) {
			rt.signals.catch(rt, sig)
		}
	}
}

// leavingSignals are those that people and programs end or stop one with.
func leavingSignals() []sigNum {
	return []sigNum{
		syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGTSTP,
		syscall.SIGALRM, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGXCPU,
	}
}

// heeds tells whether sig comes to the Watch.
func (s *signalState) heeds(sig sigNum) bool {
	return s.heeded.Load() && slices.Contains(leavingSignals(), sig)
}

// look tells the Watch of a signal that has no action. It returns false when that
// is all that is to be done.
func (rt *Runtime) look(l *lifetime.Lifetime, sig sigNum, group bool) bool {
	if sig == syscall.SIGUSR1 && rt.signals.shown.Load() && rt.watch.Now != nil {
		rt.watch.Now()
		return false
	}
	briefly(func() { rt.watch.Leave(sig != syscall.SIGTSTP, group) })
	return true
}

// endWatch ends the Watch before a signal ends the process. Process 1 may outlive what
// would end another.
func (rt *Runtime) endWatch() {
	if rt.watch.End != nil && rt.self != 1 {
		briefly(rt.watch.End)
	}
}

// briefly calls f before the process ends, and waits for it, but not for whoever does
// not read what it writes.
func briefly(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

// unseen observes for the sake of the times of the stages alone.
type unseen struct{}

func (unseen) Start(*pipeline.Job)     {}
func (unseen) Sample(*pipeline.Job)    {}
func (unseen) Exit(*pipeline.Job, int) {}
func (unseen) End(*pipeline.Job)       {}

// timing is the pipelines of a command that was typed, for who wants to know where
// its time went.
type timing struct {
	on  bool
	job *pipeline.Job // the longest
}

// Time begins to look at the pipelines of the command that was typed, if on. It
// returns the one of the command before that took longest, nil: none was looked at.
func (sh *Shell) Time(on bool) *pipeline.Job {
	last := sh.rt.timing.job
	sh.rt.timing = timing{on: on}
	return last
}

// timePipelines is watch for Time.
func (sh *Shell) timePipelines(o *pipeline.Options) func(*pipeline.Job) {
	if !sh.attended() || !sh.rt.timing.on {
		return nil
	}
	if o.Observer == nil {
		o.Observer = unseen{}
	}
	return func(j *pipeline.Job) {
		if t := &sh.rt.timing; j != nil && (t.job == nil || took(j) > took(t.job)) {
			t.job = j
		}
	}
}

func took(j *pipeline.Job) time.Duration {
	var d time.Duration
	for _, s := range j.Statuses() {
		d = max(d, s.End.Sub(s.Start))
	}
	return d
}
