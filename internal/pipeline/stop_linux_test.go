package pipeline_test

import (
	"context"
	"syscall"
	"testing"

	"gpipe/internal/pipeline"
)

// with returns Options that say who waits.
func with(w pipeline.Waiting) *pipeline.Options {
	var o pipeline.Options
	pipeline.Engine(&o).Waiting = w
	return &o
}

// TestAwaitStop: a Job is stopped when all its processes are that have not
// ended, and has a status when it was continued.
func TestAwaitStop(t *testing.T) {
	stops := func(status string) pipeline.Stage {
		return pipeline.Cmd("sh", "-c", "kill -s STOP $$; exit "+status)
	}
	for _, stages := range [][]pipeline.Stage{
		{stops("7")},
		{stops("1"), stops("7")},
		{pipeline.Cmd("true"), stops("7")},
	} {
		for _, waiting := range []pipeline.Waiting{pipeline.WaitBackground, pipeline.WaitCaller, pipeline.WaitBlocking} {
			job, err := pipeline.New(stages...).StartWith(context.Background(), with(waiting))
			if err != nil {
				t.Fatal(err)
			}
			if sig := pipeline.AwaitStop(job); sig != syscall.SIGSTOP {
				t.Errorf("%d stages, waiting %d: stopped by %v", len(stages), waiting, sig)
			}
			job.Signal(syscall.SIGCONT)
			for pipeline.AwaitStop(job) != 0 {
				job.Signal(syscall.SIGCONT)
			}
			if code := job.ExitCode(); code != 7 {
				t.Errorf("%d stages, waiting %d: status %d", len(stages), waiting, code)
			}
		}
	}
}
