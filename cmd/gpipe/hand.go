package main

import (
	"errors"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/monitor"
	"gpipe/internal/redirect"
	"gpipe/internal/sys"
)

// Settings of a watcher that a subshell in a process of its own goes on with,
// with NULs between them. Those that need a file have the next one.
const (
	handForm  = "form " // and the words
	handQuiet = "quiet"
	handStats = "stats " // and the name of the file
	handTrace = "trace"
)

// hand is interp.Watch.Hand.
func (w *watcher) hand() (string, []*redirect.File, error) {
	var settings []string
	var files []*redirect.File
	settings = append(settings, handForm+w.reporter.String())
	if w.reporter.Quiet {
		settings = append(settings, handQuiet)
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
	w := &watcher{}
	w.report()
	settings, fds, err := interp.Handed(state)
	if err != nil || settings == "" {
		return w, err
	}
	w.Hand = w.hand
	for _, setting := range strings.Split(settings, "\x00") {
		if form, ok := strings.CutPrefix(setting, handForm); ok {
			w.reporter.Detail = monitor.Few
			w.reporter.Set(form)
			continue
		}
		if setting == handQuiet {
			w.reporter.Quiet = true
			continue
		}
		if len(fds) == 0 {
			return w, errNoFile
		}
		fd, err := sys.Dup(fds[0]) // where scripts do not see it
		sys.Close(fds[0])
		if err != nil {
			return w, err
		}
		fds = fds[1:]
		if name, ok := strings.CutPrefix(setting, handStats); ok {
			w.reporter.File = monitor.Adopt(fd, name)
			w.files = append(w.files, w.reporter.File)
		} else {
			w.follow(monitor.JoinTrace(monitor.Adopt(fd, ""), sys.Getpid()))
		}
	}
	return w, nil
}

var errNoFile = errors.New("a file was not handed over")
