package builtin

import (
	"context"
	"io"
	"slices"
	"sync"

	"gpipe/internal/interp"
)

// maxFailures is the greatest number of failures that a status tells of.
const maxFailures = 101

// work runs the command for each item.
func (c *queueCall) work() (int, interp.Flow) {
	w := worker{call: c}
	c.sh.Runner().Beside(c.jobs, w.run)
	switch {
	case w.err != nil:
		return c.fail(w.err), interp.Next
	}
	return min(w.failures, maxFailures), interp.Next
}

// worker is what the jobs of one call have in common.
type worker struct {
	call *queueCall

	mu       sync.Mutex
	failures int
	err      error // the first that ended a job
}

// run works, on an environment of its own, until the end of the queue, or until
// one of the jobs has met an error.
func (w *worker) run(sh *interp.Shell) {
	for w.goesOn() {
		item, _, err := w.call.take(sh)
		switch {
		case err == io.EOF || err == interp.ErrLeft || gaveUp(err):
			return
		case err != nil:
			w.fail(err)
			return
		}
		status, cut := sh.Runner().Apart(append(slices.Clip(w.call.rest), string(item.Data)))
		if cut {
			item.Return(context.Background()) // for another
			return
		}
		if err := item.Done(); err != nil {
			w.fail(err)
		}
		if status != 0 {
			w.count()
		}
	}
}

func (w *worker) goesOn() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err == nil
}

func (w *worker) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

func (w *worker) count() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failures++
}
