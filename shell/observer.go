//go:build !windows

package shell

import (
	"sync"

	"gpipe/internal/relay"
	"gpipe/pipeline"
)

// watched is the Observer of the program until it fails.
type watched struct {
	by pipeline.Observer

	mu     sync.Mutex
	failed error
	told   bool // of the failure
}

func (w *watched) Start(j *pipeline.Job)       { w.tell(func() { w.by.Start(j) }) }
func (w *watched) Sample(j *pipeline.Job)      { w.tell(func() { w.by.Sample(j) }) }
func (w *watched) Exit(j *pipeline.Job, k int) { w.tell(func() { w.by.Exit(j, k) }) }
func (w *watched) End(j *pipeline.Job)         { w.tell(func() { w.by.End(j) }) }

func (w *watched) tell(call func()) {
	w.mu.Lock()
	over := w.failed != nil
	w.mu.Unlock()
	if over {
		return
	}
	err := relay.Goexit()
	defer func() { // also when the call ends the goroutine
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.failed == nil {
			w.failed = err
		}
	}()
	err = relay.Call(func() error {
		call()
		return nil
	})
}

// failure returns what the Observer has failed with, once.
func (w *watched) failure() error {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed == nil || w.told {
		return nil
	}
	w.told = true
	return &pipeline.Error{Stage: -1, Name: "observer", Op: pipeline.OpPanic, Err: w.failed}
}
