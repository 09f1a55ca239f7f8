package pipeline

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

func TestReader(t *testing.T) {
	leaks(t)
	r, err := New(Cmd("printf", "b\na\n"), Cmd("sort")).Reader(bg)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if string(text) != "a\nb\n" || err != nil || r.Close() != nil || r.Close() != os.ErrClosed {
		t.Errorf("%q, %v", text, err)
	}
	// The status is the error of Close.
	r, _ = New(Cmd("sh", "-c", "echo x; exit 3")).Reader(bg)
	io.ReadAll(r)
	if err := r.Close(); exitCodeOf(err) != 3 {
		t.Error(err)
	}
	// To close it before the end is no error.
	for _, p := range []*Pipeline{New(Cmd("yes")), New(Cmd("yes"), Cmd("cat"))} {
		r, _ = p.Reader(bg)
		r.Read(make([]byte, 10))
		returns(t, "Close", func() { err = r.Close() })
		if err != nil {
			t.Error(err)
		}
	}
	if _, err := New(Cmd("no-such-program-anywhere")).Reader(bg); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	var none context.Context
	_, err = New(Cmd("true")).Reader(none)
	checkMisuse(t, err, "pipeline.Reader", "ctx", "is nil")
	_, err = New(Cmd("true")).Reader(bg, Capture())
	checkMisuse(t, err, "pipeline.Reader", "Capture", "has no effect with Reader")
	_, err = New(Cmd("true")).Reader(bg, Stdout(io.Discard))
	checkMisuse(t, err, "pipeline.Reader", "Stdout", "has no effect with Reader")
}

func TestWriter(t *testing.T) {
	leaks(t)
	var out strings.Builder
	w, err := New(Cmd("cat"), Cmd("sort")).Writer(bg, Stdout(&out))
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, "b\na\n")
	if err := w.Close(); err != nil || out.String() != "a\nb\n" || w.Close() != os.ErrClosed {
		t.Errorf("%q, %v", out.String(), err)
	}
	w, _ = New(Cmd("sh", "-c", "exec <&-; exit 3")).Writer(bg)
	for err = nil; err == nil; _, err = w.Write([]byte("x")) {
	}
	if !errors.Is(err, syscall.EPIPE) {
		t.Error(err)
	}
	if err := w.Close(); exitCodeOf(err) != 3 {
		t.Error(err)
	}
	_, err = New(Cmd("true")).Writer(bg, Stdin(os.Stdin))
	checkMisuse(t, err, "pipeline.Writer", "Stdin", "has no effect with Writer")
	if _, err := New(Cmd("no-such-program-anywhere")).Writer(bg); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestPipelineLines(t *testing.T) {
	leaks(t)
	var list []string
	var failed error
	for line, err := range New(Cmd("sh", "-c", "printf 'a\n\nb'; exit 3"), Cmd("cat")).Lines(bg, Pipefail(Any)) {
		if failed = err; err == nil {
			list = append(list, line)
		}
	}
	if d := cmp.Diff([]string{"a", "", "b"}, list); d != "" || exitCodeOf(failed) != 3 {
		t.Errorf("%v %s", failed, d)
	}
	returns(t, "the loop", func() {
		for range New(Cmd("sh", "-c", "echo x; sleep 1000")).Lines(bg) {
			break
		}
	})
	var none context.Context
	for _, err := range New(Cmd("true")).Lines(none) {
		checkMisuse(t, err, "pipeline.Lines", "ctx", "is nil")
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	for _, err := range New(Cmd("sh", "-c", "echo x; sleep 1000")).Lines(ctx) {
		if cancel(); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

// TestOutputStderr: the error of Output has the end of standard error.
func TestOutputStderr(t *testing.T) {
	leaks(t)
	say := Cmd("sh", "-c", "echo why >&2; exit 3")
	_, err := New(say, Cmd("sh", "-c", "cat; exit 4")).Output(bg)
	var e *Error
	if !errors.As(err, &e) || string(e.Stderr) != "why\n" || e.ExitCode() != 4 {
		t.Errorf("%+v", e)
	}
	var own strings.Builder
	_, err = New(say).Output(bg, Stderr(&own))
	if !errors.As(err, &e) || e.Stderr != nil || own.String() != "why\n" {
		t.Errorf("%+v", e)
	}
	_, err = New(Cmd("sh", "-c", "seq 100000 >&2; exit 3")).Output(bg)
	if !errors.As(err, &e) || len(e.Stderr) != keptStderr || !strings.HasSuffix(string(e.Stderr), "\n100000\n") {
		t.Errorf("%d bytes", len(e.Stderr))
	}
	if _, err := New(say, Cmd("no-such-program-anywhere")).Output(bg); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestPipelineString(t *testing.T) {
	f := Func("count it", func(context.Context, *Stdio) error { return nil })
	p := New(Cmd("grep", "-e", "a b", "").With(redirect.In(0, "in file"), redirect.Dup(2, 1)), f, Cmd("sort").With(redirect.Append(1, "out"), redirect.Close(2), redirect.Text(3, "x y")))
	if got, want := p.String(), "grep -e 'a b' '' 0<'in file' 2>&1 | 'count it' | sort 1>>out 2>&- 3<<<'x y'"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if (*Pipeline)(nil).String() != "" || New().String() != "" {
		t.Error("nothing")
	}
}
