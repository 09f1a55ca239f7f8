package pipeline_test

import (
	"context"
	"log/slog"
	"os"

	"gpipe/pipeline"
)

// logger logs what becomes of a pipeline: how its stages end, and, at the level
// of debugging, what they have moved and where their time went.
type logger struct{ *slog.Logger }

func (l logger) Start(j *pipeline.Job) { l.Info("start", "stages", j.Len()) }

func (l logger) Sample(j *pipeline.Job) {
	for _, st := range j.Statuses() {
		l.Debug("sample", "stage", st.Name, "read", st.Usage.Read, "written", st.Usage.Written, "state", st.Usage.State)
	}
}

func (l logger) Exit(j *pipeline.Job, k int) {
	st := j.Status(k)
	l.Debug("exit", "stage", st.Name, "pid", st.Pid, "wall", st.End.Sub(st.Start))
}

func (l logger) End(j *pipeline.Job) {
	for _, st := range j.Statuses() {
		l.Info("end", "stage", st.Name, "exit", st.ExitCode())
		l.Debug("usage", "stage", st.Name,
			slog.Group("bytes", "read", st.Usage.Read, "written", st.Usage.Written, "final", st.Usage.Final),
			slog.Group("time", "running", st.Usage.Running, "input", st.Usage.Input, "output", st.Usage.Output))
	}
}

func ExampleObserver() {
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	p := pipeline.New(pipeline.Cmd("echo", "hello"), pipeline.Cmd("grep", "-q", "bye"))
	p.Run(context.Background(), pipeline.Observe(logger{log}))
	// Output:
	// level=INFO msg=start stages=2
	// level=INFO msg=end stage=echo exit=0
	// level=INFO msg=end stage=grep exit=1
}
