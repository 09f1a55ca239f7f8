package monitor

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"gpipe/internal/pipeline"
)

// TestNow asks for figures before, while and after a pipeline starts.
func TestNow(t *testing.T) {
	name := filepath.Join(t.TempDir(), "figures")
	file, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := &Reporter{File: file}
	shows := func(want int) {
		t.Helper()
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(regexp.MustCompile(`(?m) so far$`).FindAll(data, -1)); got != want {
			t.Errorf("shown %d times, want %d:\n%s", got, want, data)
		}
	}
	r.Now()
	shows(0)
	release := make(chan struct{})
	f := r.Begin("", 1, nil)
	r.Now()
	r.Now()
	shows(0)
	p := pipeline.New(pipeline.Func("waits", func(context.Context, *pipeline.Stdio) error { <-release; return nil }))
	j, err := p.Start(context.Background(), pipeline.Observe(f))
	if err != nil {
		t.Fatal(err)
	}
	shows(1)
	r.Now()
	shows(2)
	close(release)
	j.Wait()
	f.Report(j)
	r.Now()
	shows(2)
}
