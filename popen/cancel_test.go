package popen

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/pipeline"
)

// grace is one that no test waits for.
const grace = time.Hour

// TestWaitLeavesGrandchildrenAlone: Wait does not wait for what the command left
// behind; the bytes in the pipe can still be read, and Close returns.
func TestWaitLeavesGrandchildrenAlone(t *testing.T) {
	leaks(t)
	for _, line := range []string{
		`sh -c 'sleep 1000 & echo $!'`, `true; sh -c 'sleep 1000 & echo $!'`,
		`sleep 1000 & echo $!`, `echo | sh -c 'sleep 1000 & echo $!'`, `(sleep 1000 & echo $!)`,
	} {
		s := open(t, line, Read)
		returns(t, line, func() {
			if err := s.Wait(); err != nil {
				t.Error(line, err)
			}
		})
		pid := readLines(t, s, 1)[0]
		if err := s.Close(); err != nil {
			t.Error(line, err)
		}
		kill(t, pid, syscall.SIGKILL)
		awaitGone(t, pid)
	}
}

func kill(t *testing.T, pid string, sig syscall.Signal) {
	t.Helper()
	n := 0
	for _, c := range pid {
		n = 10*n + int(c-'0')
	}
	if n <= 1 {
		t.Fatalf("pid %q", pid)
	}
	if err := syscall.Kill(n, sig); err != nil {
		t.Error(err)
	}
}

// TestWaitLeavesBackgroundListsAlone: a background list that runs in the host process
// and holds the pipe is not waited for either, and a signal still ends it.
func TestWaitLeavesBackgroundListsAlone(t *testing.T) {
	leaks(t)
	for _, line := range []string{
		"while :; do :; done & echo hi", "(while :; do :; done) & echo hi", "{ read x </dev/zero; } & echo hi",
		"{ sleep 1000; echo; } & echo hi", "f() { f2; }; f2() { sleep 1000; }; f & echo hi",
	} {
		s := open(t, line, Read)
		returns(t, line, func() {
			if err := s.Wait(); err != nil {
				t.Error(line, err)
			}
		})
		if got := readLines(t, s, 1)[0]; got != "hi" {
			t.Errorf("%s: %q", line, got)
		}
		if err := s.Signal(syscall.SIGINT); err != nil { // which asynchronous lists ignore
			t.Errorf("%s: %v", line, err)
		}
		if err := s.Signal(syscall.SIGTERM); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if err := s.Close(); err != nil {
			t.Error(line, err)
		}
		eventually(t, func() string {
			if err := s.Signal(0); err != os.ErrProcessDone {
				return line + " is still running"
			}
			return ""
		})
	}
}

// TestOutputIsDrainedForAWhile: output that is copied is waited for, but not longer
// than the bound.
func TestOutputIsDrainedForAWhile(t *testing.T) {
	leaks(t)
	for _, line := range []string{`sh -c 'sleep 1000 & echo $! >&2; echo out'`, `sleep 1000 & echo $! >&2; echo out`} {
		for _, c := range []struct {
			drain time.Duration
			code  string
			want  string
		}{{0, "", "out\n"}, {time.Millisecond, "", "out\n"}, {0, "; exit 3", "out\n"}} {
			var out, pid bytes.Buffer
			s := open(t, line+c.code, Write, Stdout(&out), Stderr(&pid), Drain(c.drain))
			var err error
			returns(t, "Close", func() { err = s.Close() })
			if !errors.Is(err, pipeline.ErrDrain) || out.String() != c.want {
				t.Errorf("%v, %q", err, out.String())
			}
			if want := len(c.code) > 0; want != (statusOf(err) == 3<<8) && strings.HasPrefix(line, "sleep") {
				t.Errorf("%v, status %#x", err, statusOf(err))
			}
			kill(t, strings.TrimSpace(pid.String()), syscall.SIGKILL)
		}
	}
	// A process that ends before the bound is no failure.
	var out bytes.Buffer
	if err := open(t, "(cat; echo late) & exec <&-; echo out", Write, Stdout(&out), Drain(grace)).Close(); err != nil {
		t.Error(err)
	}
	if got := out.String(); got != "out\nlate\n" && got != "late\nout\n" {
		t.Errorf("%q", got)
	}
}

// TestCancelEndsTheWholeGroup: the end of the context ends every process of
// the line: of all its pipelines, also in the background, and what these have
// started.
func TestCancelEndsTheWholeGroup(t *testing.T) {
	leaks(t)
	const sleeper = `sh -c 'sleep 1000 & echo $$; echo $!; wait'`
	for line, n := range map[string]int{
		sleeper:                                        2,
		"true; " + sleeper + "; echo not":              2,
		sleeper + " | cat":                             2,
		sleeper + " & " + sleeper + "; wait":           4,
		sleeper + " & wait; echo not":                  2,
		"(" + sleeper + "); echo not":                  2,
		"{ " + sleeper + " & wait; } | cat":            2,
		"{ echo not $(" + sleeper + " >&2); } 2>&1":    2,
		"{ x=$(" + sleeper + " >&2); echo not; } 2>&1": 2,
		"(" + sleeper + "; echo not) & wait":           2,
		"while :; do " + sleeper + "; done":            2,
		"exec " + sleeper:                              2,
		sleeper + " & while :; do :; done":             2,
		"trap 'echo not' EXIT; " + sleeper:             2,
		"set -e; " + sleeper + " || echo not":          2,
	} {
		ctx, cancel := context.WithCancel(bg)
		s, err := Open(ctx, line, Read, Grace(grace), Stderr(nil))
		if err != nil {
			t.Fatal(err)
		}
		pids := readLines(t, s, n)
		cancel()
		returns(t, line, func() { err = s.Wait() })
		var e *pipeline.Error
		if !errors.As(err, &e) || e.Op != pipeline.OpCancel || !errors.Is(err, context.Canceled) || e.ExitCode() == 0 {
			t.Errorf("%s: %#v", line, err)
		}
		if rest, _ := io.ReadAll(s); len(rest) > 0 {
			t.Errorf("%s: went on: %q", line, rest)
		}
		s.Close()
		awaitGone(t, pids...)
	}
}

// TestCancelTermThenKill: a process that is deaf to SIGTERM gets SIGKILL
// after the grace; one that is not can end as it likes.
func TestCancelTermThenKill(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		script string
		grace  time.Duration
		want   syscall.WaitStatus
	}{
		{`trap "" TERM; echo ready; exec sleep 1000`, time.Millisecond, 9},
		{`trap "exit 3" TERM; echo ready; while :; do sleep 1000 & wait; done`, grace, 3 << 8},
		{`echo ready; exec sleep 1000`, grace, 15},
		{`echo ready; exec sleep 1000`, 0, 9},
	} {
		for _, line := range []string{`sh -c "$1"`, `true; sh -c "$1"`, `true | sh -c "$1"; echo not`} {
			ctx, cancel := context.WithCancel(bg)
			s, err := Open(ctx, line, Read, Args(c.script), Grace(c.grace))
			if err != nil {
				t.Fatal(err)
			}
			readLines(t, s, 1)
			cancel()
			returns(t, line, func() { err = s.Close() })
			if statusOf(err) != c.want || !errors.Is(err, context.Canceled) {
				t.Errorf("%s, %s: %v, status %#x", line, c.script, err, statusOf(err))
			}
		}
	}
}

// TestCancelTellsItsCause: the error of a cancelled line has the cause, and the
// status of what ran.
func TestCancelTellsItsCause(t *testing.T) {
	leaks(t)
	why := errors.New("the user went home")
	for _, line := range []string{"echo; sleep 1000", `sh -c 'echo; exec sleep 1000'`, "echo; while :; do :; done", "echo; read x </dev/zero"} {
		ctx, cancel := context.WithCancelCause(bg)
		s, err := Open(ctx, line, Read, Grace(grace))
		if err != nil {
			t.Fatal(err)
		}
		readLines(t, s, 1)
		cancel(why)
		returns(t, line, func() { err = s.Close() })
		var e *pipeline.Error
		if !errors.As(err, &e) || e.Op != pipeline.OpCancel || e.WaitStatus != 15 || e.ExitCode() != 143 {
			t.Errorf("%s: %#v", line, err)
		}
		if !errors.Is(err, why) || !errors.Is(err, context.Canceled) || err.Error() != line+": the user went home" {
			t.Errorf("%s: %v", line, err)
		}
		if st := s.Status(); st.WaitStatus != 15 || st.End.IsZero() {
			t.Errorf("%s: %+v", line, st)
		}
	}
}

// TestCancelBeforeStartRunsNothing: a context that is done before Open lets nothing run.
func TestCancelBeforeStartRunsNothing(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithDeadline(bg, time.Now())
	defer cancel()
	file := filepath.Join(t.TempDir(), "file")
	for _, line := range []string{`echo >"$1"`, `touch "$1"`, `true; echo >"$1"`} {
		s, err := Open(ctx, line, Read, Args(file))
		var e *pipeline.Error
		if s != nil || !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &e) || e.Op != pipeline.OpCancel {
			t.Errorf("%s: %v", line, err)
		}
	}
	if s, err := OpenArgs(ctx, []string{"touch", file}, Read); s != nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("it ran")
	}
}

// TestCancelAfterTheEndIsNoError: a context that is done after the line has ended
// changes nothing: not the status, not what the line left behind.
func TestCancelAfterTheEndIsNoError(t *testing.T) {
	leaks(t)
	for _, line := range []string{"sleep 1000 & echo $!", "sh -c 'sleep 1000 & echo $!'", "sh -c 'echo $$; exec sleep 1000' &"} {
		ctx, cancel := context.WithCancel(bg)
		s, err := Open(ctx, line, Read)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
		pid := readLines(t, s, 1)[0]
		cancel()
		for range 100 {
			runtime.Gosched()
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		kill(t, pid, syscall.SIGKILL) // it must be there
		awaitGone(t, pid)
	}
}
