package interp

import (
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
	// began on the line, has ended. stderr is what standard error was then,
	// nil if it was closed.
	Report func(j *pipeline.Job, line int, stderr *redirect.File)
	// Apart says that a subshell which gets a process of its own may do
	// without this Watch: its Report there does the same.
	Apart bool
}

// apart tells whether subshells may have processes of their own.
func (w *Watch) apart(opts Options) bool {
	return w.Observer == nil && w.Opened == nil && (w.Apart || w.Report == nil || opts&Stats == 0)
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
	return sh.observer() != nil || sh.opts&Stats != 0 && sh.rt.watch.Report != nil
}

// watch gives a pipeline that is about to start its Observer. It returns what
// reports the figures at the end: it must be called, and the Job is nil if
// the start failed. nil: there is nothing to report.
func (sh *Shell) watch(o *pipeline.Options) func(*pipeline.Job) {
	w := &sh.rt.watch
	o.Observer = sh.observer()
	if sh.opts&Stats == 0 || w.Report == nil {
		return nil
	}
	if o.Observer == nil {
		o.Observer = unseen{}
	}
	line, stderr := sh.line, sh.files.Get(2)
	if stderr != nil {
		stderr.Ref()
	}
	return func(j *pipeline.Job) {
		if j != nil {
			w.Report(j, line, stderr)
		}
		if stderr != nil {
			stderr.Unref()
		}
	}
}
