//go:build !windows

package popen

import (
	"gpipe/internal/relay"
	"gpipe/pipeline"
)

// flush gives f the last line that a command has written to a stream.
func (w *lineWriter) flush(stream string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := relay.Call(w.last); err != nil {
		return &pipeline.Error{Stage: -1, Name: stream, Op: pipeline.OpCopy, Err: err}
	}
	return nil
}
