package shell_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	"gpipe/pipeline"
	"gpipe/shell"
)

// ends notes how the stages of pipelines ended.
type ends struct {
	mu   sync.Mutex
	list []string
}

func (e *ends) Start(*pipeline.Job)     {}
func (e *ends) Sample(*pipeline.Job)    {}
func (e *ends) Exit(*pipeline.Job, int) {}

func (e *ends) End(j *pipeline.Job) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, st := range j.Statuses() {
		e.list = append(e.list, strings.Join(st.Argv, " "))
	}
}

func TestObserver(t *testing.T) {
	seen := new(ends)
	var errs bytes.Buffer
	sh, err := shell.New(shell.Options{Stderr: &errs, Observer: seen})
	if err != nil {
		t.Fatal(err)
	}
	if err := sh.Run(context.Background(), "sleep 0 | cat; set -o stats; cat </dev/null"); err != nil {
		t.Error(err)
	}
	if err := sh.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.Join(seen.list, ", "); got != "sleep 0, cat, cat" {
		t.Errorf("seen: %s", got)
	}
	if text := errs.String(); strings.Count(text, "gpipe: line 1: ") != 1 || !strings.Contains(text, "\n1 cat ") {
		t.Errorf("figures: %q", text)
	}
}
