package pipeline

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"gpipe/internal/redirect"
)

func mkfifo(t *testing.T) string {
	t.Helper()
	fifo := t.TempDir() + "/fifo"
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	return fifo
}

// TestFifoInside: the stages of one pipeline meet in a FIFO, in any order.
func TestFifoInside(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	in, out := redirect.In(0, fifo), redirect.Out(1, fifo)
	talk := Func("talk", func(_ context.Context, s *Stdio) error {
		_, err := io.WriteString(s.Stdout, "hi\n")
		return err
	})
	read := Func("read", func(_ context.Context, s *Stdio) error {
		text, err := io.ReadAll(s.Stdin)
		if string(text) != "hi\n" {
			t.Errorf("%q", text)
		}
		return err
	})
	for name, p := range map[string]*Pipeline{
		"writer first":       New(Cmd("echo", "hi").With(out), Cmd("cat").With(in)),
		"reader first":       New(Cmd("grep", "-q", "hi").With(in), Cmd("echo", "hi").With(out)),
		"functions":          New(talk.With(out), read.With(in)),
		"function and other": New(read.With(in), Cmd("true"), Cmd("echo", "hi").With(out)),
	} {
		for _, waiting := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
			j, err := p.StartWith(bg, &Options{Policy: Any, engine: EngineOptions{Waiting: waiting}})
			if err != nil {
				t.Fatal(name, err)
			}
			returns(t, name, func() { err = j.Wait() })
			if err != nil {
				t.Error(name, err)
			}
		}
	}
}

// TestFifoOutside: Start returns though nobody has the other end, and the
// stage starts when somebody comes.
func TestFifoOutside(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	j, err := New(Cmd("cat").With(redirect.In(0, fifo))).Start(ctx, Capture(), OwnGroup())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(fifo, []byte("text"), 0); err != nil {
		t.Fatal(err)
	}
	if out, err := j.Output(); string(out) != "text" || err != nil {
		t.Errorf("%q %v", out, err)
	}
	if st := j.Status(0); st.Pid == 0 || st.Rusage == nil || j.Pgid() != st.Pid {
		t.Errorf("%+v, group %d", st, j.Pgid())
	}
}

// TestFifoLate: the group is gone when the stage can start.
func TestFifoLate(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	j := start1(t, New(Cmd("true"), Cmd("cat").With(redirect.In(0, fifo))), Capture())
	eventually(t, func() string {
		if j.Status(0).End.IsZero() {
			return "true runs on and on"
		}
		return ""
	})
	if err := os.WriteFile(fifo, []byte("text"), 0); err != nil {
		t.Fatal(err)
	}
	if out, err := j.Output(); string(out) != "text" || err != nil {
		t.Errorf("%q %v", out, err)
	}
}

// TestFifoFails: a stage that can't be started after all.
func TestFifoFails(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	plain := tempFile(t)
	plain.Close()
	for _, c := range []struct {
		stage Stage
		code  int
		op    string
		is    error
	}{
		{Cmd(plain.Name()), 126, OpStart, fs.ErrPermission},
		{Cmd("/no/such"), 127, OpStart, ErrNotFound},
	} {
		j := start1(t, New(c.stage.With(redirect.In(0, fifo)), Cmd("true")))
		w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		err = j.Wait()
		w.Close()
		var e *Error
		if !errors.As(err, &e) || e.Op != c.op || e.Stage != 0 || e.ExitCode() != c.code || !errors.Is(err, c.is) {
			t.Errorf("%#v", err)
		}
		if st := j.Status(0); st.Pid != 0 || st.ExitCode() != c.code || st.Err == nil {
			t.Errorf("%+v", st)
		}
	}
	// What is known at once is told at once.
	if _, err := New(Cmd("no-such").With(redirect.In(0, fifo)), Cmd("true")).Start(bg); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	// A redirection after the FIFO's.
	j := start1(t, New(Cmd("cat").With(redirect.In(0, fifo), redirect.Dup(1, 9)), Cmd("true")))
	w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var e *Error
	if err := j.Wait(); !errors.As(err, &e) || e.Op != OpRedirect || e.ExitCode() != 1 {
		t.Errorf("%#v", err)
	}
}
