package main

import (
	"slices"
	"strings"
	"sync"

	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
)

// watchOptions says how the pipelines are to be looked at.
type watchOptions struct {
	form  monitor.Form // --stats
	stats string       // --stats-file
	trace string       // --trace
	page  string       // --report

	progress string // --progress: "auto", "plain"; "" without it
}

// watching handles the options that look at pipelines.
func (in *invocation) watching(arg, name, value string, rest []string) ([]string, error) {
	switch {
	case arg == "--stats":
		in.options |= option.Stats
	case name == "--stats":
		in.options |= option.Stats
		if bad, ok := in.watch.form.Set(value); !ok {
			return rest, usage(bad, statsWords)
		}
	case name == "--stats-file":
		in.options |= option.Stats
		var err error
		in.watch.stats, rest, err = fileOperand(arg, rest)
		return rest, err
	case arg == "--progress":
		in.watch.progress = "auto"
	case name == "--progress":
		in.watch.progress = value
		return rest, oneOf(arg, value, "auto", "plain")
	case name == "--report":
		var err error
		in.watch.page, rest, err = fileOperand(arg, rest)
		return rest, err
	case name == "--trace":
		var err error
		in.watch.trace, rest, err = fileOperand(arg, rest)
		return rest, err
	default:
		return rest, usage(arg, "unknown option")
	}
	return rest, nil
}

const statsWords = "the value may be text, json, markdown, all, summary, min=SECONDS, with commas between them"

// statsVariable is the environment's part of watching: GPIPE_STATS, for shells that others start.
// It is not heeded by a shell that acts for another user, or a restricted one.
func (in *invocation) statsVariable(w *watcher) {
	const name = "GPIPE_STATS="
	env := sys.Environ()
	i := slices.IndexFunc(env, func(v string) bool { return strings.HasPrefix(v, name) })
	if i < 0 || in.options&option.Stats != 0 || in.restricted || !sys.SameIds() {
		return
	}
	value, file, named := strings.Cut(env[i][len(name):], "file=")
	value = strings.TrimSuffix(value, ",")
	switch bad, ok := in.watch.form.Set(value); {
	case value == "" && !named || value == "0":
		return
	case value != "" && value != "1" && !ok:
		complain("GPIPE_STATS: "+bad+": "+statsWords+", file=NAME at the end", 0)
		in.watch.form = monitor.Form{Detail: monitor.Few}
		return
	}
	if named && in.watch.stats == "" {
		f, err := monitor.Append(file)
		if err != nil {
			complain("GPIPE_STATS: "+interp.Message(err), 0)
			return
		}
		w.reporter.File, w.files = f, append(w.files, f)
	}
	in.options |= option.Stats
}

// fileOperand is the file of an option: what follows =, or the next argument.
func fileOperand(arg string, rest []string) (string, []string, error) {
	_, file, attached := strings.Cut(arg, "=")
	if !attached && len(rest) > 0 {
		file, rest = rest[0], rest[1:]
	}
	if file == "" {
		return "", rest, usage(arg, "a file is needed")
	}
	return file, rest, nil
}

// watcher is what looks at the pipelines, and what is to be done at the end.
type watcher struct {
	interp.Watch
	reporter monitor.Reporter
	trace    *monitor.Trace
	progress *monitor.Progress // on a terminal
	files    []*monitor.File
	closing  sync.Once
}

// report has the figures of pipelines reported, under set -o stats.
func (w *watcher) report() {
	w.reporter.Plain = !colorful()
	w.Figures = func(file string, line int, stderr *redirect.File) interp.Figures {
		return w.reporter.Begin(file, line, stderr)
	}
	w.Now, w.Leave, w.End = w.reporter.Now, w.leave, func() { w.close(0) }
}

// leave is interp.Watch.Leave.
func (w *watcher) leave(ending, group bool) {
	if w.progress != nil {
		w.progress.Hide()
	}
	if ending {
		w.reporter.Interrupt(group)
	}
}

// watcher opens the files that the options name.
func (in *invocation) watcher(script string) (*watcher, error) {
	w := &watcher{}
	in.statsVariable(w)
	w.report()
	w.reporter.Form = in.watch.form
	if in.options&option.Interactive != 0 && w.reporter.Detail == monitor.Few {
		w.reporter.Detail = monitor.All // whoever is there wants to see it
	}
	if in.watch == (watchOptions{form: in.watch.form}) && in.options&option.Stats == 0 {
		return w, nil
	}
	w.Hand = w.hand
	var err error
	if in.watch.stats != "" {
		if w.reporter.File, err = w.create(in.watch.stats); err != nil {
			return nil, err
		}
	}
	if in.watch.page != "" {
		f, err := w.create(in.watch.page)
		if err != nil {
			return nil, err
		}
		w.reporter.Page = monitor.NewPage(f, in.file(), script)
		w.reporter.Quiet = in.options&option.Stats == 0
		in.options |= option.Stats
	}
	if in.watch.trace != "" {
		f, err := w.create(in.watch.trace)
		if err != nil {
			return nil, err
		}
		w.follow(monitor.NewTrace(f))
	}
	if in.watch.progress != "" {
		w.show(in.watch.progress == "plain")
	}
	return w, nil
}

// follow has pipelines and opened files in a trace.
func (w *watcher) follow(t *monitor.Trace) {
	w.trace = t
	w.Opened, w.Observer = t.Opened, t
}

// show shows the progress of pipelines in the foreground, if that can be.
func (w *watcher) show(plain bool) {
	if !plain && slices.Contains(sys.Environ(), "TERM=dumb") {
		return
	}
	fd, err := sys.Dup(2) // whatever the script makes of its own
	if err != nil {
		return
	}
	p := monitor.NewProgress(redirect.NewFile(fd), plain)
	if p == nil {
		sys.Close(fd)
		return
	}
	w.Foreground = p
	if w.trace != nil {
		w.Foreground = pipeline.Observers(p, w.trace)
	}
	if !plain {
		w.progress, w.Back = p, p.Show
	}
}

func (w *watcher) create(name string) (*monitor.File, error) {
	f, err := monitor.Create(name)
	if err == nil {
		w.files = append(w.files, f)
	}
	return f, err
}

// close ends what the watcher has begun, once. The exit status is 1 at least when
// something could not be written.
func (w *watcher) close(status int) int {
	w.closing.Do(func() {
		w.reporter.Close(redirect.Borrow(2))
		if w.trace != nil {
			w.trace.Close()
		}
		for _, f := range w.files {
			if err := f.Close(); err != nil {
				status = max(status, complain(interp.Message(err), 1))
			}
		}
	})
	return status
}

// colorful tells whether the user wants colors where they are possible.
func colorful() bool {
	env := sys.Environ()
	return !slices.ContainsFunc(env, func(v string) bool {
		return strings.HasPrefix(v, "NO_COLOR=") && v != "NO_COLOR=" || v == "TERM=dumb"
	})
}
