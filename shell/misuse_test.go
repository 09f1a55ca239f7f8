package shell_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"gpipe/pipeline"
	"gpipe/shell"

	"github.com/google/go-cmp/cmp"
)

var bg = context.Background()

func checkMisuse(t *testing.T, err error, f, arg, why string) {
	t.Helper()
	var a *shell.ArgumentError
	if !errors.As(err, &a) || !errors.Is(err, syscall.EINVAL) {
		t.Errorf("%s: %s %s: %v", f, arg, why, err)
	} else if d := cmp.Diff(&shell.ArgumentError{Func: f, Arg: arg, Why: why}, a); d != "" {
		t.Errorf("%s: %s: (-want +got):\n%s", f, arg, d)
	}
}

func TestMisuseOfOptions(t *testing.T) {
	const nul, groups, excludes = "has a NUL byte", "OwnGroup, CallerGroup, Foreground", "exclude each other"
	for _, c := range []struct {
		o        shell.Options
		arg, why string
	}{
		{shell.Options{Env: []string{"A=b", "B=\x00"}}, "Env", nul},
		{shell.Options{Dir: "/\x00"}, "Dir", nul},
		{shell.Options{Name: "\x00"}, "Name", nul},
		{shell.Options{Args: []string{"a", "\x00"}}, "Args", nul},
		{shell.Options{OwnGroup: true, CallerGroup: true}, groups, excludes},
		{shell.Options{Foreground: true, CallerGroup: true}, groups, excludes},
		{shell.Options{OwnGroup: true, Foreground: true}, groups, excludes},
		{shell.Options{Pdeathsig: -1}, "Pdeathsig", "is no signal"},
		{shell.Options{Pdeathsig: 1000}, "Pdeathsig", "is no signal"},
	} {
		_, err := shell.New(c.o)
		checkMisuse(t, err, "shell.New", c.arg, c.why)
	}
	closed, _ := os.Open(os.DevNull)
	closed.Close()
	for _, o := range []shell.Options{{Stdin: closed}, {Stdout: closed}, {Stderr: closed}, {ExtraFiles: []*os.File{closed}}, {Stdin: (*os.File)(nil)}} {
		if _, err := shell.New(o); !errors.Is(err, os.ErrClosed) && !errors.Is(err, os.ErrInvalid) {
			t.Error(err)
		}
	}
	if _, err := shell.New(shell.Options{Dir: "/none"}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestMisuseOfSet: what can't be the name or the value of a variable is an
// error, and spoils nothing.
func TestMisuseOfSet(t *testing.T) {
	var out bytes.Buffer
	sh, err := shell.New(shell.Options{Stdout: &out})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "1", "1a", "a-b", "a b", "a=b", "a[1]", "é", "?", "@", "a\x00", "a\n", "\xff"} {
		checkMisuse(t, sh.Set(name, "x"), "shell.Set", name, "is no name of a variable")
		if v, ok := sh.Get(name); v != "" || ok {
			t.Errorf("%q is %q", name, v)
		}
	}
	checkMisuse(t, sh.Set("a", "x\x00y"), "shell.Set", "value of a", "has a NUL byte")
	for _, name := range []string{"a", "_", "_1", "A_b2"} {
		if err := sh.Set(name, "é \n$x"); err != nil {
			t.Error(err)
		}
	}
	if err := sh.Run(bg, "set -a; readonly r=1; export a; /bin/sh -c 'printf %s \"$a\"'"); err != nil || out.String() != "é \n$x" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if err := sh.Set("r", "2"); err == nil {
		t.Error("a read-only variable was set")
	}
	var none context.Context
	checkMisuse(t, sh.Run(none, "exit"), "shell.Run", "ctx", "is nil")
	checkMisuse(t, sh.Run(bg, "echo a\x00b; exit"), "shell.Run", "src", "has a NUL byte")
	checkMisuse(t, shell.Check("echo \x00"), "shell.Check", "src", "has a NUL byte")
	for _, sig := range []syscall.Signal{-1, 65, 1000} {
		if err := sh.Signal(sig); err != syscall.EINVAL {
			t.Errorf("%d: %v", sig, err)
		}
	}
	if sh.Exited() {
		t.Error("it has exited")
	}
	if err := sh.Close(); err != nil {
		t.Error(err)
	}
	for _, err := range []error{sh.Close(), sh.Run(bg, "exit"), sh.Set("a", "b")} {
		if err != os.ErrClosed {
			t.Error(err)
		}
	}
}

// TestMisuseOfNoShell: a nil Shell, as New returns with an error.
func TestMisuseOfNoShell(t *testing.T) {
	for _, sh := range []*shell.Shell{nil, {}} {
		for _, err := range []error{sh.Run(bg, ""), sh.Set("a", ""), sh.Signal(0), sh.Close()} {
			if err != os.ErrInvalid {
				t.Error(err)
			}
		}
		if _, ok := sh.Get("a"); ok || sh.Dir() != "" || sh.Status() != 0 || sh.Exited() {
			t.Error("it has something")
		}
	}
}

// bad is a reader and a writer that does what none may.
type bad func(p []byte) (int, error)

func (b bad) Read(p []byte) (int, error)  { return b(p) }
func (b bad) Write(p []byte) (int, error) { return b(p) }

// TestBadReadersAndWriters: they are errors of Run, and the program lives.
func TestBadReadersAndWriters(t *testing.T) {
	for name, b := range map[string]bad{
		"panic":          func([]byte) (int, error) { panic("boom") },
		"goexit":         func([]byte) (int, error) { runtime.Goexit(); return 0, nil },
		"negative count": func([]byte) (int, error) { return -1, nil },
		"count too high": func(p []byte) (int, error) { return len(p) + 1, nil },
		"nothing":        func([]byte) (int, error) { return 0, nil },
	} {
		for stream, o := range map[string]shell.Options{"stdin": {Stdin: b}, "stdout": {Stdout: b}, "stderr": {Stderr: b}} {
			sh, err := shell.New(o)
			if err != nil {
				t.Fatal(err)
			}
			err = sh.Run(bg, "cat; echo text; echo text >&2")
			var e *pipeline.Error
			if !errors.As(err, &e) || e.Op != pipeline.OpCopy || e.Name != stream {
				t.Errorf("%s of %s: %v", name, stream, err)
			}
			sh.Close()
		}
	}
}

// watcher is an Observer that fails at the end of the first pipeline.
type watcher struct {
	exits bool
	told  int
}

func (w *watcher) Start(*pipeline.Job)     {}
func (w *watcher) Sample(*pipeline.Job)    {}
func (w *watcher) Exit(*pipeline.Job, int) {}
func (w *watcher) End(*pipeline.Job) {
	if w.told++; w.exits {
		runtime.Goexit()
	}
	panic("boom")
}

// TestBadObserver: Run says so, once, and all of the source is run.
func TestBadObserver(t *testing.T) {
	for _, exits := range []bool{false, true} {
		var out bytes.Buffer
		w := &watcher{exits: exits}
		sh, err := shell.New(shell.Options{Stdout: &out, Observer: w})
		if err != nil {
			t.Fatal(err)
		}
		err = sh.Run(bg, "/bin/echo one; /bin/echo two | cat; exit 3")
		var e *pipeline.Error
		var p *pipeline.PanicError
		var exit *shell.ExitError
		if !errors.As(err, &e) || e.Op != pipeline.OpPanic || e.Name != "observer" || !errors.As(err, &p) || !errors.As(err, &exit) || exit.Code != 3 {
			t.Errorf("%v", err)
		}
		if out.String() != "one\ntwo\n" || w.told != 1 {
			t.Errorf("%q, told %d times", out.String(), w.told)
		}
		if err := sh.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestStatusLost: when the program ignores SIGCHLD, Run says so.
func TestStatusLost(t *testing.T) {
	signal.Ignore(syscall.SIGCHLD)
	defer func() { // Reset leaves it ignored
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGCHLD)
		signal.Stop(c)
	}()
	out, err := run(t, shell.Options{}, "sh -c 'exit 3'; echo $?")
	if !errors.Is(err, pipeline.ErrStatusLost) || out != "gpipe: line 1: sh: status lost: the program ignores SIGCHLD\n127\n" {
		t.Errorf("%q, %v", out, err)
	}
	out, err = run(t, shell.Options{}, "(exit 3); echo $?")
	if err != nil || out != "3\n" {
		t.Errorf("without a process: %q, %v", out, err)
	}
}

// TestSyntaxErrorSaysWhere: it has line and column, also in its text.
func TestSyntaxErrorSaysWhere(t *testing.T) {
	for src, where := range map[string]string{"fi": "line 1, column 1: ", ":\n:\n: )": "line 3, column 3: "} {
		for _, err := range []error{shell.Check(src), runError(t, src)} {
			var e *shell.SyntaxError
			if !errors.As(err, &e) || !errors.Is(err, shell.ErrSyntax) || !strings.HasPrefix(err.Error(), where+"syntax error: ") {
				t.Errorf("%q: %v", src, err)
			}
		}
	}
}

func runError(t *testing.T, src string) error {
	t.Helper()
	sh, err := shell.New(shell.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer sh.Close()
	return sh.Run(bg, src)
}
