package pipeline_test

import (
	"context"
	"log/slog"
	"os"

	"gpipe/pipeline"
)

// logger logs what becomes of a pipeline.
type logger struct{ *slog.Logger }

func (l logger) Start(j *pipeline.Job) { l.Info("start", "stages", j.Len()) }

func (l logger) Sample(j *pipeline.Job) {} // often: look at j.Statuses() here

func (l logger) Exit(j *pipeline.Job, k int) {}

func (l logger) End(j *pipeline.Job) {
	for _, st := range j.Statuses() {
		l.Info("end", "stage", st.Name, "exit", st.ExitCode(), slog.Group("io",
			"known", st.Usage.Written >= 0 && st.Usage.Final || st.Pid == 0))
	}
}

func ExampleObserver() {
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "known" {
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
