package shell_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gpipe/shell"

	"github.com/google/go-cmp/cmp"
)

// TestLimits: which scripts a limit ends, and what is left of them.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		limits shell.Limits
		src    string
		limit  string // "": none is reached
		out    string
	}{
		{shell.Limits{Time: time.Hour, Output: 100, Processes: 9}, "echo a | cat; (exit 0) & wait", "", "a\n"},
		{shell.Limits{Time: time.Millisecond}, "echo a >/dev/null; while :; do :; done; echo not", "Time", ""},
		{shell.Limits{Time: time.Millisecond}, "sleep 1000; echo not", "Time", ""},
		{shell.Limits{Time: time.Millisecond}, "sleep 1000 & wait; echo not", "Time", ""},
		{shell.Limits{Time: time.Millisecond}, "trap '' TERM; read x; echo not", "Time", ""},
		{shell.Limits{Output: 5}, "printf 12345", "", "12345"},
		{shell.Limits{Output: 5}, "printf 123456", "Output", "12345"},
		{shell.Limits{Output: 5}, "printf 123 >&2; printf 456", "Output", "12345"},
		{shell.Limits{Output: 3}, "while :; do echo y; done", "Output", "y\ny"},
		{shell.Limits{Output: 3}, "yes", "Output", "y\ny"},
		{shell.Limits{Output: 3}, "yes | cat | head -n 1000000 >/dev/null; echo ok", "", "ok\n"},
		{shell.Limits{Processes: 2}, "sh -c : | cat; sh -c : | cat", "", ""},
		{shell.Limits{Processes: 2}, "sleep 1000 | sleep 1000 | sleep 1000", "Processes", ""},
		{shell.Limits{Processes: 2}, "sleep 1000 & sleep 1000 & sleep 1000 & wait", "Processes", ""},
		{shell.Limits{Processes: 20}, "f() { f | f; }; f", "Processes", ""},
		{shell.Limits{Processes: 20}, "f() { f | f & wait; }; f", "Processes", ""},
		{shell.Limits{Processes: 20}, "while :; do sleep 1000 & done", "Processes", ""},
	} {
		var out bytes.Buffer
		s, err := shell.New(shell.Options{Limits: c.limits, Stdout: &out, Stderr: &out, Stdin: never{}})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Run(bg, c.src)
		var limit *shell.LimitError
		var cancelled *shell.CancelError
		switch reached := errors.As(err, &limit); {
		case c.limit == "" && err != nil:
			t.Errorf("%s: %v", c.src, err)
		case c.limit != "" && (!reached || limit.Limit != c.limit || !errors.As(err, &cancelled)):
			t.Errorf("%s: %v, want the limit %s", c.src, err, c.limit)
		case errors.Is(err, context.DeadlineExceeded) != (c.limit == "Time"):
			t.Errorf("%s: %v is DeadlineExceeded", c.src, err)
		}
		if err := s.Signal(0); err != os.ErrProcessDone {
			t.Errorf("%s: something goes on: %v", c.src, err)
		}
		if c.out != out.String() && c.limit != "Processes" {
			t.Errorf("%s: printed %q", c.src, out.String())
		}
		s.Close()
	}
}

// never is a Reader in which nothing comes.
type never struct{}

func (never) Read([]byte) (int, error) { select {} }

// TestLimitsAgain: the next Run has the whole of its limits, and lists end with theirs.
func TestLimitsAgain(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := shell.New(shell.Options{Limits: shell.Limits{Output: 4, Processes: 3}, Stdout: f, Stderr: f})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := s.Parse("echo too much")
	if err != nil {
		t.Fatal(err)
	}
	var limit *shell.LimitError
	for i := range 3 {
		if err := s.Run(bg, "(while :; do sleep 1000; done) & echo abc"); err != nil {
			t.Error(i, err)
		}
		if err := s.Signal(0); err != os.ErrProcessDone {
			t.Error(i, err)
		}
		if err := p.Run(bg); !errors.As(err, &limit) || limit.Error() != "limit reached: Output: 4 bytes" {
			t.Error(i, err)
		}
	}
	text, err := os.ReadFile(name)
	if d := cmp.Diff(strings.Repeat("abc\ntoo ", 3), string(text)); d != "" || err != nil {
		t.Error(err, d)
	}
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if err := s.Run(ctx, ":"); !errors.Is(err, context.Canceled) || errors.As(err, new(*shell.LimitError)) {
		t.Error(err)
	}
	_, err = shell.New(shell.Options{Limits: shell.Limits{Time: -1}})
	checkMisuse(t, err, "shell.New", "Limits", "are negative")
}

// TestEnded: what commands have become, wherever they stand.
func TestEnded(t *testing.T) {
	for src, want := range map[string]string{
		"true; false":                        "false 1|true 0",
		"echo a | sh -c 'cat; exit 3'":       "echo a 0|sh -c cat; exit 3 3",
		"f() { sh -c 'exit 4'; }; f":         "sh -c exit 4 4",
		"x=$(sh -c 'exit 5'); :":             ": 0|sh -c exit 5 5",
		"no-such-program 2>/dev/null":        "no-such-program 127",
		"sh -c 'kill -9 $$'":                 "sh -c kill -9 $$ 137",
		"false & wait $!":                    "false 1|wait NUMBER 1",
		"command false":                      "command false 1|false 1",
		"denied a":                           "denied a 7",
		"set -e; false; echo not":            "false 1|set -e 0",
		"export x=1; eval 'false; true'":     "eval false; true 0|export x=1 0|false 1|true 0",
		"for i in 1 2; do test $i = 1; done": "test 1 = 1 0|test 2 = 1 1",
	} {
		var mu sync.Mutex
		var ended []string
		o := shell.Options{
			Ended: func(ctx context.Context, c *shell.Call, status int, took time.Duration) {
				mu.Lock()
				defer mu.Unlock()
				text := strings.Join(c.Args, " ")
				if c.Args[0] == "wait" {
					text = "wait NUMBER"
				}
				ended = append(ended, fmt.Sprint(text, " ", status))
				if took < 0 || took > time.Hour || ctx == nil {
					t.Errorf("%s: %v", text, took)
				}
			},
			Command: func(ctx context.Context, c *shell.Call) (int, bool) { return 7, c.Args[0] == "denied" },
		}
		runWith(t, o, src)
		slices.Sort(ended)
		if got := strings.Join(ended, "|"); got != want {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
		o.Command = nil
		if src == "denied a" {
			continue
		}
		ended = nil
		runWith(t, o, src)
		slices.Sort(ended)
		if got := strings.Join(ended, "|"); got != want {
			t.Errorf("%s, without Command: %q, want %q", src, got, want)
		}
	}
}

// TestEndedExit: a command that ends the shell is told of, too.
func TestEndedExit(t *testing.T) {
	var got []string
	o := shell.Options{Ended: func(_ context.Context, c *shell.Call, status int, _ time.Duration) {
		got = append(got, fmt.Sprint(c.Args[0], " ", status))
	}}
	runWith(t, o, "exit 3")
	runWith(t, o, "exec sh -c 'exit 4'")
	if d := cmp.Diff([]string{"exit 3", "exec 4"}, got); d != "" {
		t.Error(d)
	}
	o.Ended = func(context.Context, *shell.Call, int, time.Duration) { panic("boom") }
	if _, err := runWith(t, o, "true"); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Error(err)
	}
}
