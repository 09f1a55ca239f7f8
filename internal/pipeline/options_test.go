package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/redirect"
)

func TestStdinReader(t *testing.T) {
	leaks(t)
	big := strings.Repeat("0123456789abcde\n", 1<<16) // 1 MiB
	if got := run(t, New(Cmd("cat"), Cmd("cat")), Stdin(strings.NewReader(big))); got != big {
		t.Errorf("%d bytes of %d", len(got), len(big))
	}
	// More than anybody reads: Wait does not wait for the rest.
	if got := run(t, New(Cmd("head", "-1")), Stdin(strings.NewReader(big))); got != "0123456789abcde\n" {
		t.Errorf("%q", got)
	}
	// A Read that never returns does not keep Wait.
	r, w := io.Pipe()
	if got := run(t, New(Cmd("echo", "x")), Stdin(r)); got != "x\n" {
		t.Errorf("%q", got)
	}
	w.Close() // ends the goroutine
	// A Read that fails.
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader("text"), failing{broken})
	out, err := New(Cmd("cat")).Output(bg, Stdin(in))
	var e *Error
	if string(out) != "text" || !errors.Is(err, broken) || !errors.As(err, &e) || e.Op != OpCopy || e.Name != "stdin" {
		t.Errorf("%q %v", out, err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

// uncomparable is a Writer that == panics on.
type uncomparable struct {
	to *bytes.Buffer
	_  []int
}

func (u uncomparable) Write(p []byte) (int, error) { return u.to.Write(p) }

func TestStdoutWriter(t *testing.T) {
	leaks(t)
	both := New(Cmd("sh", "-c", "for i in 1 2 3; do echo out; echo err >&2; done"))
	var one, two bytes.Buffer
	if err := both.Run(bg, Stdout(&one), Stderr(&one)); err != nil || one.String() != "out\nerr\nout\nerr\nout\nerr\n" {
		t.Errorf("%q %v", one.String(), err) // in order, as it is one pipe
	}
	one.Reset()
	if err := both.Run(bg, Stdout(&one), Stderr(&two)); err != nil || one.String() != "out\nout\nout\n" || two.String() != "err\nerr\nerr\n" {
		t.Errorf("%q %q %v", one.String(), two.String(), err)
	}
	one.Reset()
	u := uncomparable{to: &one}
	if err := New(Cmd("echo", "x")).Run(bg, Stdout(u), Stderr(u)); err != nil || one.String() != "x\n" {
		t.Errorf("%q %v", one.String(), err)
	}
	// A Writer that fails ends the pipeline with SIGPIPE and is the error.
	broken := errors.New("broken")
	var err error
	returns(t, "Run", func() { err = New(Cmd("yes")).Run(bg, Stdout(failing{broken})) })
	if !errors.Is(err, broken) || exitCodeOf(err) != 141 {
		t.Error(err)
	}
}

func TestStdFiles(t *testing.T) {
	leaks(t)
	in, out := tempFile(t), tempFile(t)
	defer in.Close()
	defer out.Close()
	in.WriteString("one\ntwo\nthree\n")
	in.Seek(0, io.SeekStart)
	if err := New(Cmd("sh", "-c", "read x; echo $x; echo err >&2")).Run(bg, Stdin(in), Stdout(out), Stderr(out)); err != nil {
		t.Error(err)
	}
	if err := New(Cmd("cat")).Run(bg, Stdin(in), Stdout(out)); err != nil { // goes on where the first stopped
		t.Error(err)
	}
	if text, err := os.ReadFile(out.Name()); string(text) != "one\nerr\ntwo\nthree\n" {
		t.Errorf("%q %v", text, err)
	}
	closed := tempFile(t)
	closed.Close()
	for _, o := range []Option{Stdin(closed), Stdout(closed), Stderr((*os.File)(nil))} {
		_, err := New(Cmd("true"), Cmd("true")).Start(bg, o)
		var e *Error
		if !errors.As(err, &e) || e.Op != OpRedirect || !errors.Is(err, os.ErrClosed) && !errors.Is(err, os.ErrInvalid) {
			t.Errorf("%#v", err)
		}
	}
	// A redirect.File stays the caller's.
	f, err := redirect.FromOS(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := New(Cmd("echo", "last")).Run(bg, Stdout(f)); err != nil {
		t.Error(err)
	}
	if _, err := f.Write([]byte("!")); err != nil {
		t.Error(err)
	}
	f.Unref()
}

func TestDefaultsAreNull(t *testing.T) {
	leaks(t)
	if got := run(t, New(Cmd("readlink", "/proc/self/fd/0"))); got != "/dev/null\n" {
		t.Errorf("%q", got)
	}
	// Of Output standard error is kept for the error; of a Run and a Start it is not.
	if err := New(Cmd("sh", "-c", "test /proc/self/fd/1 -ef /dev/null && test /proc/self/fd/2 -ef /dev/null")).Run(bg); err != nil {
		t.Error(err)
	}
	j, err := New(Cmd("readlink", "/proc/self/fd/2")).Start(bg, Capture())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := j.Output(); string(got) != "/dev/null\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestCapture(t *testing.T) {
	leaks(t)
	j := start1(t, New(Cmd("echo", "x")))
	if out, err := j.Output(); out != nil || err != ErrNotCaptured {
		t.Error(out, err)
	}
	j = start1(t, New(Cmd("sh", "-c", "echo x; exit 3")), Capture())
	for range 2 {
		if out, err := j.Output(); string(out) != "x\n" || exitCodeOf(err) != 3 {
			t.Errorf("%q %v", out, err)
		}
	}
	// Of a stage of the shell, too.
	files, r := table(t)
	j = start1(t, New(InProc("echo", files, func(_ context.Context, f *redirect.Table) int {
		f.Get(1).Write([]byte("in\n"))
		return 0
	})), Capture())
	if out, err := j.Output(); string(out) != "in\n" || err != nil {
		t.Errorf("%q %v", out, err)
	}
	r.Close()
}

func TestDir(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/sub", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/sub/prog", []byte("#!/bin/sh\npwd\ncat\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/text", []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	p := New(Cmd("sub/prog").With(redirect.In(0, "text")), Cmd("cat"))
	want, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, p, Dir(dir)); got != dir+"\ntext" {
		t.Errorf("%q", got)
	}
	if now, _ := os.Getwd(); now != want {
		t.Error("the program's own directory changed")
	}
}

func TestEnvAndPath(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	program := func(name, text string, mode fs.FileMode) {
		os.MkdirAll(dir+"/"+name[:1], 0o755)
		if err := os.WriteFile(dir+"/"+name, []byte("#!/bin/sh\necho "+text+"\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	program("a/prog", "from a", 0o644) // not executable: goes on to b
	program("b/prog", "from b", 0o755)
	program("c/prog", "from c", 0o755)
	if err := os.Mkdir(dir+"/d", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir+"/d/prog", 0o755); err != nil {
		t.Fatal(err)
	}
	in := func(names ...string) string {
		var list []string
		for _, n := range names {
			list = append(list, dir+"/"+n)
		}
		return "PATH=" + strings.Join(list, ":")
	}
	for _, c := range []struct {
		env  []string
		dot  bool
		want string
		err  error
	}{
		{[]string{in("b", "c")}, false, "from b", nil},
		{[]string{in("a", "c", "b")}, false, "from c", nil},
		{[]string{in("none", "d", "b/")}, false, "from b", nil},
		{[]string{in("b"), in("c")}, false, "from c", nil}, // the last one counts
		{[]string{in("a")}, false, "", fs.ErrPermission},
		{[]string{in("none")}, false, "", ErrNotFound},
		{[]string{"PATH="}, false, "", ErrNotFound},
		{[]string{}, false, "", ErrNotFound}, // the host's PATH
		{[]string{"PATH=b"}, false, "", ErrDot},
		{[]string{"PATH=b"}, true, "from b", nil},
		{[]string{"PATH=:" + dir + "/c"}, false, "from c", nil}, // nothing there
		{[]string{"PATH=./b:" + dir + "/c"}, false, "", ErrDot},
		{[]string{"PATH=" + dir + "/c:b"}, false, "from c", nil},
	} {
		opts := []Option{Env(c.env), Dir(dir)}
		if c.dot {
			opts = append(opts, AllowDot())
		}
		out, err := New(Cmd("prog")).Output(bg, opts...)
		if !errors.Is(err, c.err) || strings.TrimSpace(string(out)) != c.want {
			t.Errorf("%v: %q %v", c.env, out, err)
		}
	}
	for _, path := range []string{"", ".", "./", ":"} {
		_, err := New(Cmd("prog")).Output(bg, Env([]string{"PATH=" + path}), Dir(dir+"/b"))
		if !errors.Is(err, ErrDot) || exitCodeOf(err) != 126 {
			t.Errorf("PATH=%s: %v", path, err)
		}
	}
	if got := run(t, New(Cmd("/usr/bin/env")), Env([]string{"A=1", "B=x y"})); got != "A=1\nB=x y\n" {
		t.Errorf("%q", got)
	}
	if got := run(t, New(Cmd("/usr/bin/env")), Env(nil)); got != "" {
		t.Errorf("%q", got)
	}
	t.Setenv("PIPELINE_TEST_VALUE", "inherited")
	if got := run(t, New(Cmd("sh", "-c", "echo $PIPELINE_TEST_VALUE"))); got != "inherited\n" {
		t.Errorf("%q", got)
	}
}

// TestDone: in the modes where Wait collects, Done does.
func TestDone(t *testing.T) {
	leaks(t)
	for _, waiting := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
		j, err := New(Cmd("sh", "-c", "exit 3")).StartWith(bg, &Options{engine: EngineOptions{Waiting: waiting}})
		if err != nil {
			t.Fatal(err)
		}
		returns(t, "Done", func() { <-j.Done() })
		if st := j.Status(0); st.ExitCode() != 3 || exitCodeOf(j.Wait()) != 3 {
			t.Errorf("%+v", st)
		}
	}
}

func TestStatusWhileRunning(t *testing.T) {
	leaks(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now()
	j := start1(t, New(Cmd("cat"), upper), Stdin(r))
	r.Close()
	for i, st := range j.Statuses() {
		if !st.End.IsZero() || st.Start.Before(before) || (st.Pid != 0) != (i == 0) {
			t.Errorf("%+v", st)
		}
	}
	if j.Len() != 2 || j.Status(0).Argv[0] != "cat" || j.Status(1).Name != "upper" {
		t.Errorf("%+v", j.Statuses())
	}
	w.Close()
	if err := j.Wait(); err != nil {
		t.Error(err)
	}
	if err := syscall.Kill(j.Status(0).Pid, 0); err != syscall.ESRCH {
		t.Error("not reaped:", err)
	}
}
