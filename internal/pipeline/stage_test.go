package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

// upper is a Func stage in the middle of things.
var upper = Func("upper", func(_ context.Context, s *Stdio) error {
	text, err := io.ReadAll(s.Stdin)
	if err != nil {
		return err
	}
	_, err = s.Stdout.Write(bytes.ToUpper(text))
	return err
})

func TestFunc(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		p    *Pipeline
		want string
	}{
		{New(Cmd("echo", "a"), upper), "A\n"},
		{New(upper, Cmd("cat")), "IN"},
		{New(Cmd("cat"), upper, upper, Cmd("cat")), "IN"},
		{New(upper.With(redirect.Text(0, "here"))), "HERE"},
		{New(Cmd("cat"), upper.With(redirect.Close(0), redirect.Text(0, "x"))), "X"},
	} {
		if got := run(t, c.p, Stdin(strings.NewReader("in"))); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestFuncStatus(t *testing.T) {
	leaks(t)
	nested := New(Cmd("sh", "-c", "exit 42"))
	killed := New(Cmd("sh", "-c", "kill -9 $$"))
	plain := errors.New("plain")
	for _, c := range []struct {
		name string
		f    func(ctx context.Context, s *Stdio) error
		ws   syscall.WaitStatus
		is   error
	}{
		{"nil", func(context.Context, *Stdio) error { return nil }, 0, nil},
		{"error", func(context.Context, *Stdio) error { return plain }, 1 << 8, plain},
		{"EPIPE", func(context.Context, *Stdio) error { return syscall.EPIPE }, sigpipe, nil},
		{"nested", func(ctx context.Context, s *Stdio) error { return nested.Run(ctx) }, 42 << 8, nil},
		{"killed", func(ctx context.Context, s *Stdio) error { return killed.Run(ctx) }, 9, nil},
		{"nested start", func(ctx context.Context, s *Stdio) error { return New(Cmd("no-such")).Run(ctx) }, 127 << 8, ErrNotFound},
		{"goexit", func(context.Context, *Stdio) error { runtime.Goexit(); return nil }, 2 << 8, nil},
		{"closed stdin", func(_ context.Context, s *Stdio) error {
			s.Close(0)
			_, err := s.Stdin.Read(make([]byte, 1))
			return err
		}, 1 << 8, syscall.EBADF},
		{"closed stdout", func(_ context.Context, s *Stdio) error {
			s.Close(1)
			_, err := s.Stdout.Write(make([]byte, 1))
			return err
		}, 1 << 8, syscall.EBADF},
		{"nothing", func(_ context.Context, s *Stdio) error {
			_, err := s.Stdin.Read(nil)
			return err
		}, 0, nil},
	} {
		j := start1(t, New(Func(c.name, c.f)))
		err := j.Wait()
		st := j.Status(0)
		if st.WaitStatus != c.ws || st.Pid != 0 || st.Rusage != nil || st.End.IsZero() {
			t.Errorf("%s: %+v", c.name, st)
		}
		if (err != nil) != (c.ws != 0) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v", c.name, err)
		}
		var e *Error
		if errors.As(err, &e) && (e.Stage != 0 || e.Name != c.name) {
			t.Errorf("%s: %#v", c.name, e)
		}
	}
}

// TestFuncEarlyClose: a function that closes its output and goes on.
func TestFuncEarlyClose(t *testing.T) {
	leaks(t)
	over := make(chan struct{})
	first := Func("first", func(_ context.Context, s *Stdio) error {
		io.WriteString(s.Stdout, "done\n")
		s.Close(1)
		<-over
		return nil
	})
	second := Func("second", func(_ context.Context, s *Stdio) error {
		defer close(over)
		text, err := io.ReadAll(s.Stdin)
		if string(text) != "done\n" {
			t.Errorf("%q", text)
		}
		return err
	})
	returns(t, "Run", func() {
		if err := New(first, second).Run(bg); err != nil {
			t.Error(err)
		}
	})
}

// TestFuncNested: the streams of a Func stage are given to a pipeline inside
// directly.
func TestFuncNested(t *testing.T) {
	leaks(t)
	inside := Func("inside", func(ctx context.Context, s *Stdio) error {
		j, err := New(Cmd("tr", "a-z", "A-Z"), Cmd("sh", "-c", "cat; echo err >&2")).Start(ctx, Stdin(s.Stdin), Stdout(s.Stdout), Stderr(s.Stderr))
		if err != nil {
			return err
		}
		if len(j.relays) != 0 {
			t.Error("copied")
		}
		return j.Wait()
	})
	var stderr bytes.Buffer
	if got := run(t, New(Cmd("echo", "x"), inside, Cmd("cat")), Stderr(&stderr)); got != "X\n" || stderr.String() != "err\n" {
		t.Errorf("%q %q", got, stderr.String())
	}
}

func TestStageIsAValue(t *testing.T) {
	leaks(t)
	argv := []string{"echo", "a"}
	base := Cmd(argv...)
	argv[1] = "changed"
	one := base.With(redirect.Dup(3, 1))
	two := one.With(redirect.Dup(4, 1))
	three := one.With(redirect.Dup(5, 1))
	if len(base.ops) != 0 || len(one.ops) != 1 || two.ops[1].Fd != 4 || three.ops[1].Fd != 5 {
		t.Errorf("%v %v %v", one.ops, two.ops, three.ops)
	}
	stages := []Stage{base, Cmd("cat")}
	p := New(stages...)
	stages[0] = Cmd("false")
	results := make(chan string)
	for range 8 {
		go func() {
			out, _ := p.Output(bg)
			results <- string(out)
		}()
	}
	for range 8 {
		if got := <-results; got != "a\n" {
			t.Errorf("%q", got)
		}
	}
}

func TestWithOrder(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	sh := Cmd("sh", "-c", "echo out; echo err >&2")
	for _, c := range []struct {
		name      string
		stage     Stage
		pipe, err string
		file      string
	}{
		{"2>&1 |", sh.With(redirect.Dup(2, 1)), "out\nerr\n", "", ""},
		{">f 2>&1 |", sh.With(redirect.Out(1, "f"), redirect.Dup(2, 1)), "", "", "out\nerr\n"},
		{"2>&1 >f |", sh.With(redirect.Dup(2, 1), redirect.Out(1, "f")), "err\n", "", "out\n"},
		{">>f", sh.With(redirect.Append(1, "f")), "", "err\n", "before\nout\n"},
		{">&- |", Cmd("sh", "-c", "echo err >&2").With(redirect.Close(1)), "", "err\n", ""},
	} {
		os.WriteFile(dir+"/f", []byte("before\n"), 0o600)
		var stderr bytes.Buffer
		got := run(t, New(c.stage, Cmd("cat")), Dir(dir), Stderr(&stderr))
		file, _ := os.ReadFile(dir + "/f")
		if c.file == "" {
			c.file = "before\n"
		}
		if d := cmp.Diff([]string{c.pipe, c.err, c.file}, []string{got, stderr.String(), string(file)}); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestJoinStderr(t *testing.T) {
	leaks(t)
	sh := Cmd("sh", "-c", "echo out; echo err >&2")
	talk := Func("talk", func(_ context.Context, s *Stdio) error {
		io.WriteString(s.Stdout, "out\n")
		_, err := io.WriteString(s.Stderr, "err\n")
		return err
	})
	for _, c := range []struct {
		p         *Pipeline
		gaps      []int
		pipe, err string
	}{
		{New(sh, Cmd("cat")), nil, "out\n", "err\n"},
		{New(sh, Cmd("cat")), []int{0}, "out\nerr\n", ""},
		{New(talk, Cmd("cat")), []int{0}, "out\nerr\n", ""},
		{New(Cmd("true"), sh, Cmd("cat")), []int{1}, "out\nerr\n", ""},
		{New(Cmd("true"), sh, Cmd("cat")), []int{0}, "out\n", "err\n"},
		// After the stage's own redirections: 2>/dev/null |&
		{New(sh.With(redirect.Out(2, os.DevNull)), Cmd("cat")), []int{0}, "out\nerr\n", ""},
		{New(sh.With(redirect.Out(1, os.DevNull)), Cmd("cat")), []int{0}, "", ""},
		{New(Cmd("sh", "-c", "echo err >&2").With(redirect.Close(1)), Cmd("cat")), []int{0}, "", "err\n"},
	} {
		var stderr bytes.Buffer
		got := run(t, c.p, JoinStderr(c.gaps...), Stderr(&stderr))
		if got != c.pipe || stderr.String() != c.err {
			t.Errorf("%v: %q %q, want %q %q", c.gaps, got, stderr.String(), c.pipe, c.err)
		}
	}
}

func TestPolicy(t *testing.T) {
	leaks(t)
	exit := func(n string) Stage { return Cmd("sh", "-c", "exit "+n) }
	pipe := Cmd("sh", "-c", "kill -PIPE $$")
	for _, c := range []struct {
		stages             []Stage
		last, anyOf, quiet int
	}{
		{[]Stage{exit("0"), exit("0")}, 0, 0, 0},
		{[]Stage{exit("1"), exit("0")}, 0, 1, 1},
		{[]Stage{exit("1"), exit("2")}, 2, 2, 2},
		{[]Stage{exit("1"), exit("2"), exit("0")}, 0, 2, 2}, // the last that failed
		{[]Stage{pipe, exit("0")}, 0, 141, 0},
		{[]Stage{exit("3"), pipe, exit("0")}, 0, 141, 3},
		{[]Stage{exit("0"), pipe}, 141, 141, 141}, // nobody cut the last one short
		{[]Stage{exit("141"), exit("0")}, 0, 141, 141},
	} {
		for policy, want := range []int{c.last, c.anyOf, c.quiet} {
			j := start1(t, New(c.stages...), Pipefail(Policy(policy)))
			err := j.Wait()
			if j.ExitCode() != want || exitCodeOf(err) != want {
				t.Errorf("%d stages, policy %d: %d, %v, want %d", len(c.stages), policy, j.ExitCode(), err, want)
			}
		}
	}
}

func TestErrorText(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		stage Stage
		want  string
	}{
		{Cmd("sh", "-c", "exit 3"), "sh: exit status 3"},
		{Cmd("sh", "-c", "kill -TERM $$"), "sh: signal: terminated"},
		{Cmd("no-such"), "start no-such: not found"},
		{Cmd("/etc/passwd"), "start /etc/passwd: execve: permission denied"},
		{Cmd("cat").With(redirect.In(0, "/no/such")), "redirect cat: open /no/such: no such file or directory"},
		{Func("f", func(context.Context, *Stdio) error { return io.ErrNoProgress }), "f: multiple Read calls return no data or error"},
	} {
		if err := New(c.stage).Run(bg); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestSignal(t *testing.T) {
	leaks(t)
	j, _ := lines(t, bg, 2, New(Cmd("sh", "-c", `trap "exit 5" USR1; echo >&2; while :; do :; done`),
		Cmd("sh", "-c", `trap "exit 6" USR1; echo >&2; while :; do :; done`)))
	if err := j.Signal(syscall.SIGUSR1); err != nil {
		t.Error(err)
	}
	j.Wait()
	if d := cmp.Diff([]syscall.WaitStatus{5 << 8, 6 << 8}, waits(j)); d != "" {
		t.Error(d)
	}
}

func TestJoinGroup(t *testing.T) {
	leaks(t)
	first := start1(t, New(Cmd("sleep", "1000")), OwnGroup())
	second := start1(t, New(Cmd("sleep", "1000"), Cmd("sleep", "1000")), InGroup(first.Pgid()))
	if second.Pgid() != first.Pgid() {
		t.Error(first.Pgid(), second.Pgid())
	}
	if err := first.Signal(syscall.SIGTERM); err != nil { // which is for all of it
		t.Error(err)
	}
	first.Wait()
	second.Wait()
	if d := cmp.Diff([]syscall.WaitStatus{15, 15}, waits(second)); d != "" {
		t.Error(d)
	}
}
