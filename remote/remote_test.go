package remote_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gpipe/pipeline"
	"gpipe/remote"
)

// worker is the file of a gpipe, which is built once.
func worker(t *testing.T) string {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "gpipe")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "gpipe")
	cmd := exec.Command("go", "build", "-o", name, "gpipe/cmd/gpipe")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = errors.New(string(out))
	}
	return name, err
})

func TestMain(m *testing.M) {
	status := m.Run()
	if name, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(name))
	}
	os.Exit(status)
}

func host(t *testing.T, o remote.Options) *remote.Host {
	t.Helper()
	if o.Launch == "" {
		o.Launch = "env"
	}
	o.Worker = worker(t)
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	h := remote.NewHost("h", o)
	t.Cleanup(func() { h.Close() })
	return h
}

// TestCmd: a command on another host is a stage as any.
func TestCmd(t *testing.T) {
	h := host(t, remote.Options{Env: []string{"V=x y"}, Dir: "/"})
	ctx := context.Background()
	for _, c := range []struct {
		name  string
		p     *pipeline.Pipeline
		stdin string
		out   string
		code  int
	}{
		{"arguments", pipeline.New(h.Cmd("printf", "<%s>", "a b", "*", "\n")), "", "<a b><*><\n>", 0},
		{"input", pipeline.New(h.Cmd("sort"), h.Cmd("tr", "a-z", "A-Z")), "b\na\n", "A\nB\n", 0},
		{"place", pipeline.New(h.Cmd("sh", "-c", "pwd; echo $V")), "", "/\nx y\n", 0},
		{"status", pipeline.New(h.Cmd("sh", "-c", "exit 7")), "", "", 7},
		{"signal", pipeline.New(h.Cmd("sh", "-c", "kill -TERM $$")), "", "", 143},
		{"not found", pipeline.New(h.Cmd("nosuch")), "", "", 127},
		{"no command", pipeline.New(h.Cmd()), "", "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := c.p.Output(ctx, pipeline.Stdin(strings.NewReader(c.stdin)))
			code := 0
			if failed := (*pipeline.Error)(nil); errors.As(err, &failed) {
				code = failed.ExitCode()
			}
			if string(out) != c.out || code != c.code {
				t.Errorf("%q, %d, %v", out, code, err)
			}
		})
	}
}

// TestPipes: SIGPIPE goes both ways.
func TestPipes(t *testing.T) {
	h := host(t, remote.Options{})
	for _, p := range []*pipeline.Pipeline{
		pipeline.New(h.Cmd("yes"), pipeline.Cmd("head", "-n1")),
		pipeline.New(pipeline.Cmd("yes"), h.Cmd("head", "-n1")),
	} {
		var out bytes.Buffer
		j, err := p.Start(context.Background(), pipeline.Stdout(&out))
		if err != nil {
			t.Fatal(err)
		}
		err = j.Wait()
		if first, last := j.Status(0), j.Status(1); err != nil || first.ExitCode() != 141 || last.ExitCode() != 0 || out.String() != "y\n" {
			t.Errorf("%v %v %d %d %q", err, first.Err, first.ExitCode(), last.ExitCode(), out.String())
		}
	}
}

// TestCancel: the end of the context ends the command there.
func TestCancel(t *testing.T) {
	h := host(t, remote.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	j, err := pipeline.New(h.Cmd("sh", "-c", "trap 'echo ended; exit' TERM; echo ready; while :; do sleep 0.01; done")).Start(ctx, pipeline.Stderr(w), pipeline.Stdout(w))
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	b := make([]byte, 10)
	if n, err := r.Read(b); string(b[:n]) != "ready\n" {
		t.Fatal(n, err)
	}
	cancel()
	if err := j.Wait(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestLost: a host that is not there.
func TestLost(t *testing.T) {
	h := host(t, remote.Options{Launch: "false"})
	err := pipeline.New(h.Cmd("true")).Run(context.Background())
	var lost *remote.Error
	if !errors.As(err, &lost) || lost.Host != "h" || lost.ExitCode() != 254 || lost.Err == nil {
		t.Error(err)
	}
	for _, name := range []string{"", "-x", "a b", "a,b"} {
		h := remote.NewHost(name, remote.Options{Launch: "env"})
		if err := pipeline.New(h.Cmd("true")).Run(context.Background()); err == nil || !strings.Contains(err.Error(), "not the name of a host") {
			t.Errorf("%q: %v", name, err)
		}
		h.Close()
	}
	h.Close()
	if err := pipeline.New(h.Cmd("true")).Run(context.Background()); err == nil {
		t.Error("a closed host runs commands")
	}
}

// TestLeavesNothing: commands leave no descriptors, whether they read their input,
// leave it or are not run.
func TestLeavesNothing(t *testing.T) {
	h := host(t, remote.Options{})
	open := func() int {
		names, err := os.ReadDir("/dev/fd")
		if err != nil {
			t.Skip(err)
		}
		return len(names)
	}
	run := func(argv ...string) {
		p := pipeline.New(pipeline.Cmd("echo", "text"), h.Cmd(argv...))
		p.Run(context.Background(), pipeline.Stdout(io.Discard), pipeline.Stderr(io.Discard))
	}
	commands := [][]string{{"cat"}, {"true"}, {"cat", strings.Repeat("x", 8<<20)}}
	for _, argv := range commands {
		run(argv...)
	}
	before := open()
	for range 5 {
		for _, argv := range commands {
			run(argv...)
		}
	}
	for end := time.Now().Add(10 * time.Second); open() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d descriptors, and %d before", open(), before)
		}
	}
}
