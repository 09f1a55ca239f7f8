package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gpipe/internal/effort"
	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

func TestFailedStageEndsTheOthers(t *testing.T) {
	leaks(t)
	failures := []struct {
		name  string
		stage Stage
		op    string
		is    error
	}{
		{"not found", Cmd("no-such-program"), OpStart, ErrNotFound},
		{"no path", Cmd("/no/such/program"), OpStart, fs.ErrNotExist},
		{"empty", Cmd(), OpStart, ErrEmpty},
		{"redirection", Cmd("cat").With(redirect.Dup(3, 1), redirect.In(0, "/no/such/file")), OpRedirect, syscall.ENOENT},
		{"func", Func("f", func(context.Context, *Stdio) error { t.Error("was run"); return nil }).With(redirect.Dup(1, 9)), OpRedirect, syscall.EBADF},
	}
	in, out := tempFile(t), tempFile(t)
	defer in.Close()
	defer out.Close()
	for _, f := range failures {
		for n := 1; n <= 4; n++ {
			for k := range n {
				stages := make([]Stage, n)
				for i := range stages {
					stages[i] = Cmd("sleep", "1000")
				}
				stages[k] = f.stage
				j, err := New(stages...).Start(bg, Stdin(in), Stdout(out), Stderr(&bytes.Buffer{}))
				var e *Error
				if j != nil || !errors.As(err, &e) || e.Stage != k || e.Op != f.op || e.Name != f.stage.Name() || !errors.Is(err, f.is) {
					t.Errorf("%s, stage %d of %d: %#v", f.name, k, n, err)
				}
				if kids := children(t); len(kids) > 0 {
					t.Errorf("%s, stage %d of %d leaves %v", f.name, k, n, kids)
				}
			}
		}
	}
	for _, f := range []*os.File{in, out} {
		if _, err := f.Stat(); err != nil {
			t.Error("the caller's file:", err)
		}
	}
}

func tempFile(t *testing.T) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "f")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFailedStageEndsDeafOnes: what was started before ignores SIGTERM, if it
// has come that far.
func TestFailedStageEndsDeafOnes(t *testing.T) {
	leaks(t)
	for range 20 {
		deaf := Cmd("sh", "-c", `trap "" TERM; exec sleep 1000`)
		if _, err := New(deaf, Cmd("no-such-program")).Start(bg, Grace(1)); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
	}
}

func TestExitCodesOfStartFailures(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	write := func(name string, mode fs.FileMode, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plain := write("plain", 0o644, "text")
	script := write("exits127", 0o755, "#!/bin/sh\nexit 127\n")
	lost := write("lost", 0o755, "#!/no/such/interpreter\n")
	path := Env([]string{"PATH=" + dir + ":/bin:/usr/bin"})
	big := strings.Repeat("x", 200_000)
	for _, c := range []struct {
		name string
		p    *Pipeline
		code int
		op   string
		is   error
	}{
		{"not in PATH", New(Cmd("no-such-program")), 127, OpStart, ErrNotFound},
		{"no such file", New(Cmd(dir + "/none")), 127, OpStart, ErrNotFound},
		{"empty name", New(Cmd("")), 127, OpStart, fs.ErrNotExist},
		{"no interpreter", New(Cmd(lost)), 127, OpStart, fs.ErrNotExist},
		{"not executable", New(Cmd(plain)), 126, OpStart, fs.ErrPermission},
		{"not executable, in PATH", New(Cmd("plain")), 126, OpStart, fs.ErrPermission},
		{"a directory", New(Cmd(dir)), 126, OpStart, fs.ErrPermission},
		{"too long", New(Cmd("true", big)), 126, OpStart, syscall.E2BIG},
		{"NUL", New(Cmd("true", "a\x00b")), 126, OpStart, syscall.EINVAL},
		{"a program's own 127", New(Cmd(script)), 127, OpExit, nil},
		{"a shell's own 127", New(Cmd("sh", "-c", "no-such-program 2>/dev/null")), 127, OpExit, nil},
		{"redirection", New(Cmd("true").With(redirect.In(0, dir+"/none"))), 1, OpRedirect, fs.ErrNotExist},
		{"no stages", New(), 126, OpStart, ErrEmpty},
	} {
		err := c.p.Run(bg, path)
		var e *Error
		if !errors.As(err, &e) || e.ExitCode() != c.code || e.Op != c.op || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %#v: %v", c.name, err, err)
		}
		if c.op == OpExit && errors.Is(err, ErrNotFound) {
			t.Errorf("%s: is ErrNotFound", c.name)
		}
	}
	err := New(Cmd("true")).Run(bg, Dir(dir+"/none"))
	if exitCodeOf(err) != 1 || !errors.Is(err, fs.ErrNotExist) {
		t.Error("no directory:", err)
	}
}

func TestMixedRunsAtOnce(t *testing.T) {
	effort.Usual(t)
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	copies := Func("copy", func(_ context.Context, s *Stdio) error {
		_, err := io.Copy(s.Stdout, s.Stdin)
		return err
	})
	mix := []func() error{
		func() error { return New(Cmd("true")).Run(bg) },
		func() error { return New(Cmd("echo", "x"), Cmd("cat"), Cmd("cat")).Run(bg) },
		func() error { return New(Cmd("yes"), copies, Cmd("head", "-1")).Run(ctx) },
		func() error { _, err := New(Cmd("echo"), copies).Output(bg); return err },
		func() error { return New(Cmd("cat"), Cmd("cat")).Run(bg, Stdin(strings.NewReader("text"))) },
		func() error { return ignore(New(Cmd("cat"), Cmd("no-such-program")).Run(bg), ErrNotFound) },
		func() error {
			return ignore(New(copies, copies, Cmd("true").With(redirect.In(0, "/none"))).Run(ctx), fs.ErrNotExist)
		},
		func() error {
			c, stop := context.WithCancel(bg)
			stop()
			return ignore(New(Cmd("sleep", "1000"), copies).Run(c, Grace(0)), context.Canceled)
		},
		func() error {
			c, stop := context.WithCancel(bg)
			j, err := New(Cmd("sleep", "1000"), copies).Start(c, Grace(0))
			stop()
			if err != nil {
				return ignore(err, context.Canceled)
			}
			return ignore(j.Wait(), context.Canceled)
		},
		func() error { return New(Cmd("echo", "x").With(redirect.Text(0, "t"), redirect.Dup(9, 1))).Run(ctx) },
	}
	for i := range 1000 {
		if err := mix[i%len(mix)](); err != nil {
			t.Fatalf("kind %d: %v", i%len(mix), err)
		}
	}
}

// ignore returns err unless it is what was expected.
func ignore(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	if err == nil {
		return errors.New("no error")
	}
	return err
}

func TestArgumentsArePassedVerbatim(t *testing.T) {
	leaks(t)
	args := []string{"a b", "$x", "*", "'", `"`, "", "\n", "\\", "-n", "\xff\xfe", "~", "`id`", "$(id)"}
	got := run(t, New(Cmd(append([]string{"printf", `%s\0`}, args...)...)))
	if d := cmp.Diff(strings.Join(args, "\x00")+"\x00", got); d != "" {
		t.Error(d)
	}
}

func TestPanicOfAStageIsAnError(t *testing.T) {
	leaks(t)
	boom := errors.New("boom")
	var nothing map[string]int
	for _, c := range []struct {
		name string
		f    func()
		is   error
		text string
	}{
		{"error", func() { panic(boom) }, boom, "bad: panic: boom"},
		{"text", func() { panic("oh") }, nil, "bad: panic: oh"},
		{"runtime", func() { nothing["x"] = 1 }, nil, "bad: panic: assignment to entry in nil map"},
		{"other", func() { panic(3) }, nil, "bad: panic"},
	} {
		bad := Func("bad", func(context.Context, *Stdio) error { c.f(); return nil })
		j := start1(t, New(bad, Cmd("cat"))) // the last stage succeeds
		err := j.Wait()
		var e *Error
		var p *PanicError
		if !errors.As(err, &e) || e.Stage != 0 || e.Op != OpPanic || e.ExitCode() != 2 || !errors.As(err, &p) || len(p.Stack) == 0 {
			t.Errorf("%s: %#v", c.name, err)
		}
		if c.is != nil && !errors.Is(err, c.is) || err.Error() != c.text {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestScriptWithoutInterpreterIsENOEXEC(t *testing.T) {
	leaks(t)
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/script", []byte("echo \"$0: $1, $2\"; exit 4\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		opts []Option
		want string
	}{
		{dir + "/script", nil, dir + "/script: a b, $c\n"},
		{"script", []Option{Env([]string{"PATH=" + dir})}, dir + "/script: a b, $c\n"},
		{"./script", []Option{Dir(dir)}, "./script: a b, $c\n"},
	} {
		out, err := New(Cmd(c.name, "a b", "$c"), Cmd("/bin/cat")).Output(bg, append(c.opts, Pipefail(Any))...)
		if string(out) != c.want || exitCodeOf(err) != 4 {
			t.Errorf("%s: %q %v", c.name, out, err)
		}
	}
	// Never an option of the shell.
	if err := os.Rename(dir+"/script", dir+"/-c"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir+"/-d", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir+"/-c", dir+"/-d/-c"); err != nil {
		t.Fatal(err)
	}
	out, err := New(Cmd("-d/-c", "x")).Output(bg, Dir(dir))
	if string(out) != "./-d/-c: x, \n" || exitCodeOf(err) != 4 {
		t.Errorf("%q %v", out, err)
	}
}

// TestProgramsWrittenAndRunAtOnce: programs are written and run at once, so that
// children of others hold them open for writing for a moment.
func TestProgramsWrittenAndRunAtOnce(t *testing.T) {
	leaks(t)
	program, err := exec.LookPath("true")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	results := make(chan error)
	const writers, rounds = 8, 25
	for i := range writers {
		go func() {
			for k := range rounds {
				path := filepath.Join(dir, string(rune('a'+i))+string(rune('a'+k)))
				if err := os.WriteFile(path, text, 0o755); err != nil {
					results <- err
					continue
				}
				results <- New(Cmd(path)).Run(bg)
			}
		}()
	}
	for range writers * rounds {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

func TestManyStages(t *testing.T) {
	for _, c := range []struct {
		n, kind string
		code    int
	}{
		{"1000", "cmd", 0},
		{"100", "func", 0},
		{"10000", "func", 3}, // each holds two descriptors: a clean EMFILE
	} {
		if c.kind == "cmd" {
			c.n = strconv.Itoa(effort.Of(100, 300, 1000))
		}
		stage, env := helper(t, "stages", c.n, c.kind)
		var complaints bytes.Buffer
		var err error
		returns(t, "stages", func() { err = New(stage).Run(bg, env, Stderr(&complaints)) })
		if code := exitCodeOf(err); code != c.code {
			t.Errorf("%s %s: exit status %d: %s", c.n, c.kind, code, complaints.String())
		}
	}
}

// TestEMFILE fails every call that makes a descriptor, one after the other.
func TestEMFILE(t *testing.T) {
	leaks(t)
	stage, env := helper(t, "emfile")
	var complaints bytes.Buffer
	if err := New(stage).Run(bg, env, Stderr(&complaints)); err != nil {
		t.Errorf("%v: %s", err, complaints.String())
	}
}

// TestStatusLost: nobody knows how a stage has ended.
func TestStatusLost(t *testing.T) {
	leaks(t)
	stage, env := helper(t, "childless")
	var complaints bytes.Buffer
	if err := New(stage).Run(bg, env, Stderr(&complaints)); err != nil {
		t.Errorf("%v\n%s", err, complaints.String())
	}
}
