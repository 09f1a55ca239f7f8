package popen

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"gpipe/pipeline"

	"github.com/google/go-cmp/cmp"
)

func TestOutput(t *testing.T) {
	leaks(t)
	for _, real := range []bool{false, true} {
		opts := []Option{Args("a b"), Env([]string{"X=1"}), Dir("/"), Stdin(strings.NewReader("in\n"))}
		if real {
			opts = append(opts, RealShell())
		}
		out, err := Output(bg, `read line; echo "$line $1 $X $PWD"; echo err >&2; exit 3`, opts...)
		var e *pipeline.Error
		if string(out) != "in a b 1 /\n" || !errors.As(err, &e) || e.ExitCode() != 3 || string(e.Stderr) != "err\n" {
			t.Errorf("%q, %v", out, err)
		}
	}
	if _, err := Output(bg, "false | true", Pipefail()); ExitCode(err) != 1 {
		t.Error(err)
	}
	if _, err := Output(bg, "no-such-program-anywhere"); !errors.Is(err, exec.ErrNotFound) {
		t.Error(err)
	}
}

func TestRun(t *testing.T) {
	leaks(t)
	var out bytes.Buffer
	if err := Run(bg, "cat; echo out", Stdout(&out)); out.String() != "out\n" || err != nil {
		t.Errorf("%q, %v", out.String(), err)
	}
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if err := Run(ctx, ":"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestLines: each line as it comes, the error at the end, and loops that are left.
func TestLines(t *testing.T) {
	leaks(t)
	long := strings.Repeat("x", 1<<20)
	got := func(seq func(func(string, error) bool)) (list []string, err error) {
		for line, e := range seq {
			if e != nil {
				return list, e
			}
			list = append(list, line)
		}
		return list, nil
	}
	list, err := got(Lines(bg, `printf 'one\n\n%s\nlast' "$(cat)"; echo why >&2; exit 3`, Stdin(strings.NewReader(long))))
	var e *pipeline.Error
	if d := cmp.Diff([]string{"one", "", long, "last"}, list); d != "" || !errors.As(err, &e) || e.ExitCode() != 3 || string(e.Stderr) != "why\n" {
		t.Errorf("%v %s", err, d)
	}
	if list, err := got(Lines(bg, "exit 0")); list != nil || err != nil {
		t.Error(list, err)
	}
	if _, err := got(Lines(bg, "if")); !errors.Is(err, ErrSyntax) {
		t.Error(err)
	}
	if _, err := got(Lines(bg, ":", Stdout(io.Discard))); err == nil {
		t.Error("no error")
	}
	seq := Lines(bg, "while :; do echo y; done")
	for range 2 { // it can be ranged over again
		n := 0
		returns(t, "the loop", func() {
			for _, err := range seq {
				if n++; n == 3 || err != nil {
					break
				}
			}
		})
		if n != 3 {
			t.Error(n)
		}
	}
	returns(t, "the loop", func() { // of a command that writes no more
		for range Lines(bg, "echo y; sleep 1000") {
			break
		}
	})
	func() {
		defer func() { recover() }()
		for range Lines(bg, "echo y; sleep 1000") {
			panic("left")
		}
	}()
}

// TestStage: a line as a stage of a pipeline.
func TestStage(t *testing.T) {
	leaks(t)
	p := pipeline.New(pipeline.Cmd("printf", "b\na\n"), Stage(`while read x; do echo "$1$x"; done`, ">"), pipeline.Cmd("sort"))
	out, err := p.Output(bg)
	if string(out) != ">a\n>b\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := pipeline.New(Stage("echo why >&2; exit 3")).Output(bg); ExitCode(err) != 3 {
		t.Error(err)
	}
	err = pipeline.New(Stage("while :; do echo y; done"), pipeline.Cmd("head", "-1")).Run(bg)
	if err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	j, err := pipeline.New(Stage("sleep 1000 | sleep 1000")).Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	returns(t, "Wait", func() { err = j.Wait() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if got := p.String(); got != `printf 'b`+"\n"+`a`+"\n"+`' | while read x; do echo "$1$x"; done | sort` {
		t.Error(got)
	}
}

func TestMisuseOfFunctions(t *testing.T) {
	leaks(t)
	var none context.Context
	for f, call := range map[string]func(ctx context.Context, line string, opts ...Option) error{
		"popen.Run": Run,
		"popen.Output": func(ctx context.Context, line string, opts ...Option) error {
			_, err := Output(ctx, line, opts...)
			return err
		},
		"popen.Lines": func(ctx context.Context, line string, opts ...Option) (err error) {
			for _, err = range Lines(ctx, line, opts...) {
			}
			return err
		},
	} {
		checkMisuse(t, call(none, ":"), f, "ctx", "is nil")
		checkMisuse(t, call(bg, ":\x00"), f, "line", nul)
		checkMisuse(t, call(bg, ":", nil), f, "Option", "is nil")
		checkMisuse(t, call(bg, ":", AllowDot()), f, "AllowDot", "has no effect with "+f)
		checkMisuse(t, call(bg, ":", Dir("\x00")), f, "Dir", nul)
		checkMisuse(t, call(bg, ":", Args("\x00")), f, "Args", nul)
		checkMisuse(t, call(bg, ":", Grace(-1)), f, "Grace", "is negative")
		if f != "popen.Run" {
			checkMisuse(t, call(bg, ":", Stdout(nil)), f, "Stdout", "has no effect with "+f)
		}
	}
}
