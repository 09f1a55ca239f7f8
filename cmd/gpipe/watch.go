package main

import (
	"slices"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/sys"
	"gpipe/redirect"
)

// watchOptions says how the pipelines are to be looked at.
type watchOptions struct {
	json  bool   // --stats=json
	stats string // --stats-file
}

// watching handles the options that look at pipelines.
func (in *invocation) watching(arg, name, value string, rest []string) ([]string, error) {
	switch {
	case arg == "--stats":
		in.options |= interp.Stats
	case name == "--stats":
		in.options |= interp.Stats
		in.watch.json = value == "json"
		return rest, oneOf(arg, value, "text", "json")
	case name == "--stats-file":
		in.options |= interp.Stats
		var err error
		in.watch.stats, rest, err = fileOperand(arg, rest)
		return rest, err
	default:
		return rest, usage(arg, "unknown option")
	}
	return rest, nil
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
}

// watcher opens the files that the options name.
func (in *invocation) watcher() (*watcher, error) {
	w := &watcher{}
	w.reporter.JSON = in.watch.json
	w.reporter.Plain = !colorful()
	w.Report = w.reporter.Report
	if in.watch.stats != "" {
		f, err := create(in.watch.stats)
		if err != nil {
			return nil, err
		}
		w.reporter.File = f
	}
	return w, nil
}

// close ends what the watcher has begun. The exit status is 1 at least when
// something could not be written.
func (w *watcher) close(status int) int {
	err := w.reporter.Err()
	if f := w.reporter.File; f != nil {
		if e := f.Unref(); err == nil {
			err = e
		}
	}
	if err == nil {
		return status
	}
	return max(status, complain("stats: write: "+interp.Cause(err), 1))
}

// create opens a file to be written anew. Where the figures go is no fd of
// the script.
func create(name string) (*redirect.File, error) {
	var t redirect.Table
	if _, err := t.Apply([]redirect.Op{redirect.Clobber(1, name)}, &redirect.Context{DirFd: -1, Umask: -1}); err != nil {
		return nil, err
	}
	f := t.Get(1).Ref()
	t.Close()
	return f, nil
}

// colorful tells whether the user wants colors where they are possible.
func colorful() bool {
	env := sys.Environ()
	return !slices.ContainsFunc(env, func(v string) bool {
		return strings.HasPrefix(v, "NO_COLOR=") && v != "NO_COLOR=" || v == "TERM=dumb"
	})
}
