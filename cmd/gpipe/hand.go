package main

import (
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/sys"
	"gpipe/redirect"
)

// Settings of a watcher that a subshell in a process of its own goes on with,
// with NULs between them. Those that need a file have the next one.
const (
	handJSON  = "json"
	handStats = "stats " // and the name of the file
	handTrace = "trace"
)

// hand is interp.Watch.Hand.
func (w *watcher) hand() (string, []*redirect.File, error) {
	var settings []string
	var files []*redirect.File
	if w.reporter.JSON {
		settings = append(settings, handJSON)
	}
	if f := w.reporter.File; f != nil {
		settings = append(settings, handStats+f.Name())
		files = append(files, f.Lend())
	}
	if w.trace != nil {
		f, err := w.trace.Share()
		if err != nil {
			return "", nil, err
		}
		settings = append(settings, handTrace)
		files = append(files, f)
	}
	return strings.Join(settings, "\x00"), files, nil
}

// resumedWatcher is the watcher of a subshell, which has what hand gave in
// another process.
func resumedWatcher(state string) (*watcher, error) {
	settings, fds, err := interp.Handed(state)
	if err != nil {
		return nil, err
	}
	w := &watcher{}
	w.reporter.Plain = !colorful()
	w.Report, w.Hand = w.reporter.Report, w.hand
	adopt := func(name string) *monitor.File {
		if err != nil || len(fds) == 0 {
			return nil
		}
		var fd int
		fd, err = sys.Dup(fds[0]) // where scripts do not see it
		sys.Close(fds[0])
		fds = fds[1:]
		return monitor.Adopt(fd, name)
	}
	for _, setting := range strings.Split(settings, "\x00") {
		name, isStats := strings.CutPrefix(setting, handStats)
		switch {
		case setting == handJSON:
			w.reporter.JSON = true
		case isStats:
			w.reporter.File = adopt(name)
			w.files = append(w.files, w.reporter.File)
		case setting == handTrace:
			if f := adopt(""); f != nil {
				w.follow(monitor.JoinTrace(f, sys.Getpid()))
			}
		}
	}
	return w, err
}
