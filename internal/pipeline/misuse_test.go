package pipeline

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

// begins are the ways to start a pipeline.
var begins = map[string]func(p *Pipeline, ctx context.Context, opts ...Option) error{
	"pipeline.Start": func(p *Pipeline, ctx context.Context, opts ...Option) error {
		_, err := p.Start(ctx, opts...)
		return err
	},
	"pipeline.Run": func(p *Pipeline, ctx context.Context, opts ...Option) error { return p.Run(ctx, opts...) },
	"pipeline.Output": func(p *Pipeline, ctx context.Context, opts ...Option) error {
		_, err := p.Output(ctx, opts...)
		return err
	},
	"pipeline.StartWith": func(p *Pipeline, ctx context.Context, opts ...Option) error {
		o := optionsOf(opts)
		_, err := p.StartWith(ctx, &o)
		return err
	},
}

// set is an Option that sets fields.
func set(f func(o *Options)) Option { return f }

// TestMisuse: what makes no sense is an *ArgumentError that says what it is, and
// nothing is started.
func TestMisuse(t *testing.T) {
	leaks(t)
	var out bytes.Buffer
	for _, c := range []struct {
		arg, why string
		opt      Option
	}{
		{"Option", "is nil", nil},
		{"Dir", nul, Dir("/\x00")},
		{"Env", nul, Env([]string{"A=1", "B=\x00"})},
		{"JoinStderr", "there is no gap -3", JoinStderr(-3)},
		{"JoinStderr", "there is no gap 1", JoinStderr(0, 1)},
		{"JoinStderr", "there is no gap 2147483647", JoinStderr(1<<31 - 1)},
		{"JoinStderr", "there is no gap 2", set(func(o *Options) { o.JoinStderr = []bool{2: true} })},
		{"PipeSize", "is negative", PipeSize(-1)},
		{"Policy", "is none", Pipefail(99)},
		{"Waiting", "is none", set(func(o *Options) { o.engine.Waiting = 99 })},
		{"Grace", "is negative", Grace(-1)},
		{"Drain", "is negative", Drain(-time.Second)},
		{"Group", "is none", set(func(o *Options) { o.Group = 99 })},
		{"Pgid", "is no process group", InGroup(0)},
		{"Pgid", "is no process group", InGroup(-5)},
		{"Pgid", "has no effect without GroupJoin", set(func(o *Options) { o.Pgid = 1 })},
		{"Terminal", "has no effect with GroupForeground", set(func(o *Options) { o.Group, o.engine.Terminal = GroupForeground, 1 })},
		{"Pdeathsig", "is no signal", Pdeathsig(0)},
		{"Pdeathsig", "is no signal", Pdeathsig(-1)},
		{"Pdeathsig", "is no signal", Pdeathsig(65)},
		{"Session", "is for a single stage", Session()},
		{"Stdout", "has no effect with Capture", func(o *Options) { o.Capture, o.Stdout = true, &out }},
	} {
		for f, begin := range begins {
			err := begin(New(Cmd("cat"), Cmd("cat")), bg, c.opt)
			if f == "pipeline.Run" && c.arg == "Stdout" {
				continue // which has something to say about Capture
			}
			checkMisuse(t, err, f, c.arg, c.why)
		}
	}
	for f, begin := range begins {
		checkMisuse(t, begin(New(Cmd("cat")), nil), f, "ctx", "is nil")
	}
	checkMisuse(t, New(Cmd("cat")).Run(bg, Capture()), "pipeline.Run", "Capture", "has no effect with Run")
	_, err := New(Cmd("cat")).Output(bg, Stdout(&out))
	checkMisuse(t, err, "pipeline.Output", "Stdout", "has no effect with Capture")
}

func checkMisuse(t *testing.T, err error, f, arg, why string) {
	t.Helper()
	var a *ArgumentError
	if !errors.As(err, &a) || !errors.Is(err, syscall.EINVAL) {
		t.Errorf("%s: %s %s: %v", f, arg, why, err)
	} else if d := cmp.Diff(&ArgumentError{f, arg, why}, a); d != "" {
		t.Errorf("%s: %s: (-want +got):\n%s", f, arg, d)
	}
}

// TestMisuseOfStages: a stage that can't be is an *Error of its own, and the
// tables of the others are closed.
func TestMisuseOfStages(t *testing.T) {
	leaks(t)
	for f, s := range map[string]Stage{
		"pipeline.Func":   Func("f", nil),
		"pipeline.InProc": InProc("f", nil, nil),
		"pipeline.Exec":   Exec(nil),
	} {
		files, r := table(t)
		_, err := New(InProc("first", files, func(context.Context, *redirect.Table) int { t.Error("was run"); return 0 }), s).Start(bg)
		var e *Error
		var a *ArgumentError
		if !errors.As(err, &e) || e.Op != OpStart || e.Stage != 1 || !errors.As(err, &a) || a.Func != f {
			t.Errorf("%s: %v", f, err)
		}
		if got := all(t, r); got != "" {
			t.Errorf("%q", got)
		}
	}
	for name, p := range map[string]*Pipeline{"nil": nil, "zero": {}, "empty": New()} {
		if err := p.Run(bg); !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var e *Error
	if err := New(Stage{}).Run(bg); !errors.Is(err, ErrEmpty) || !errors.As(err, &e) {
		t.Error(err)
	}
	if err := New(Cmd("cat").With(redirect.To(3, nil))).Run(bg); !errors.Is(err, syscall.EBADF) || !errors.As(err, &e) || e.Op != OpRedirect {
		t.Error(err)
	}
	for _, o := range []Option{Stdin((*redirect.File)(nil)), Stdout((*redirect.File)(nil))} {
		if err := New(Cmd("cat")).Run(bg, o); !errors.Is(err, os.ErrInvalid) {
			t.Error(err)
		}
	}
}

// TestMisuseOfJobs: what is no signal is refused, whatever runs.
func TestMisuseOfJobs(t *testing.T) {
	leaks(t)
	j := start1(t, New(Cmd("sleep", "1000"), Cmd("sleep", "1000")))
	for _, sig := range []syscall.Signal{-1, 65, 1000} {
		if err := j.Signal(sig); err != syscall.EINVAL {
			t.Errorf("%d: %v", sig, err)
		}
	}
	if err := j.Signal(0); err != nil {
		t.Error(err)
	}
	j.Signal(syscall.SIGKILL)
	j.Wait()
	if err := j.Signal(0); err != os.ErrProcessDone {
		t.Error(err)
	}
}

// bad is a reader and a writer that does what none may.
type bad struct {
	read  func(p []byte) (int, error)
	write func(p []byte) (int, error)
}

func (b bad) Read(p []byte) (int, error)  { return b.read(p) }
func (b bad) Write(p []byte) (int, error) { return b.write(p) }

var badReaders = map[string]func(p []byte) (int, error){
	"panic: boom":                                 func([]byte) (int, error) { panic("boom") },
	"panic: runtime.Goexit was called":            func([]byte) (int, error) { runtime.Goexit(); return 0, nil },
	"read of 65536 bytes gave the count -1":       func([]byte) (int, error) { return -1, nil },
	"read of 65536 bytes gave the count 65537":    func(p []byte) (int, error) { return len(p) + 1, nil },
	"multiple Read calls return no data or error": func([]byte) (int, error) { return 0, nil },
}

var badWriters = map[string]func(p []byte) (int, error){
	"panic: boom":                        func([]byte) (int, error) { panic("boom") },
	"panic: runtime.Goexit was called":   func([]byte) (int, error) { runtime.Goexit(); return 0, nil },
	"write of 4 bytes gave the count -1": func([]byte) (int, error) { return -1, nil },
	"write of 4 bytes gave the count 5":  func(p []byte) (int, error) { return len(p) + 1, nil },
	"short write":                        func(p []byte) (int, error) { return len(p) - 1, nil },
}

// TestBadReader and TestBadWriter: they are errors of that copy, the pipeline
// ends, and the program lives.
func TestBadReader(t *testing.T) {
	leaks(t)
	for text, read := range badReaders {
		var err error
		returns(t, text, func() { err = New(Cmd("cat"), Cmd("cat")).Run(bg, Stdin(bad{read: read})) })
		var e *Error
		if !errors.As(err, &e) || e.Op != OpCopy || e.Name != "stdin" || err.Error() != "copy stdin: "+text {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestBadWriter(t *testing.T) {
	leaks(t)
	for text, write := range badWriters {
		for name, opt := range map[string]Option{"stdout": Stdout(bad{write: write}), "stderr": Stderr(bad{write: write})} {
			var err error
			returns(t, text, func() { err = New(Cmd("sh", "-c", "printf text; printf text >&2 2>/dev/null; :")).Run(bg, opt) })
			var e *Error
			if !errors.As(err, &e) || e.Op != OpCopy || !strings.HasSuffix(err.Error(), ": "+text) {
				t.Errorf("%s of %s: %v", text, name, err)
			}
		}
	}
}

// TestPanicOfAReader: the value and the stack of a panic are there, and an
// error that was its value.
func TestPanicOfAReader(t *testing.T) {
	leaks(t)
	own := errors.New("own")
	err := New(Cmd("cat")).Run(bg, Stdin(bad{read: func([]byte) (int, error) { panic(own) }}))
	var p *PanicError
	if !errors.As(err, &p) || p.Value != own || len(p.Stack) == 0 || !errors.Is(err, own) {
		t.Errorf("%#v", err)
	}
}

// panics is an Observer that panics, or ends the goroutine, in one of the calls.
type panics struct {
	in    string
	exits bool
	told  []string
}

func (p *panics) call(name string) {
	p.told = append(p.told, name)
	switch {
	case p.in != name:
	case p.exits:
		runtime.Goexit()
	default:
		panic("boom in " + name)
	}
}

func (p *panics) Start(*Job)     { p.call("start") }
func (p *panics) Sample(*Job)    { p.call("sample") }
func (p *panics) Exit(*Job, int) { p.call("exit") }
func (p *panics) End(*Job)       { p.call("end") }

// TestBadObserver: it is told no more, the pipeline goes on, and Wait says so.
func TestBadObserver(t *testing.T) {
	leaks(t)
	for _, in := range []string{"start", "sample", "exit", "end"} {
		for _, exits := range []bool{false, true} {
			o := &panics{in: in, exits: exits}
			p := New(Cmd("echo", "text"), Cmd("cat"))
			if in == "sample" {
				p = New(Cmd("sh", "-c", "echo text; sleep .1"), Cmd("cat"))
			}
			var out []byte
			var err error
			returns(t, in, func() { out, err = p.Output(bg, Observe(o)) })
			var e *Error
			if !errors.As(err, &e) || e.Op != OpPanic || e.Name != "observer" || string(out) != "text\n" {
				t.Errorf("%s: %q, %v", in, out, err)
			}
			if last := o.told[len(o.told)-1]; last != in {
				t.Errorf("%s: told of %v", in, o.told)
			}
		}
	}
	if err := New(Cmd("true")).Run(bg, Observe(Observers(nil, &panics{}))); err != nil {
		t.Error(err)
	}
}

// blocks is an Observer whose call at the end of a stage waits.
type blocks struct {
	panics
	on chan struct{}
}

func (b *blocks) Exit(*Job, int) { <-b.on }

// TestBlockedObserver: it holds up Wait, and nothing else: the context ends the
// processes, which are reaped.
func TestBlockedObserver(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	o := &blocks{on: make(chan struct{})}
	j, pids := lines(t, ctx, 2, New(Cmd("true"), Cmd("sh", "-c", sleeper), Cmd("sleep", "1000")), Observe(o))
	cancel()
	awaitGone(t, append(pids, strconv.Itoa(j.Status(2).Pid))...)
	select {
	case <-j.Done():
		t.Error("Wait did not wait for the observer")
	default:
	}
	close(o.on)
	returns(t, "Wait", func() { j.Wait() })
}

// TestErrorTextIsPlain: control characters of names are shown, and long names
// are cut.
func TestErrorTextIsPlain(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&Error{Name: "a\x1b[31m\u202eb\xff", Op: OpStart, Err: ErrNotFound}, `start a\x1b[31m\u202eb\xff: not found`},
		{&Error{Name: "a\nb", Op: OpExit, WaitStatus: 3 << 8}, `a…: exit status 3`},
		{&Error{Name: "", Op: OpCancel, Err: context.Canceled}, `context canceled`},
		{&Error{Name: strings.Repeat("é", 200), Op: OpSignal, WaitStatus: 9}, strings.Repeat("é", 98) + "…: signal: killed"},
		{&dotError{"./a\x07"}, `./a\a: found in the current directory only`},
		{&ArgumentError{"f", "a\x1b", "is nil"}, `f: a\x1b: is nil`},
		{&redirect.Error{Op: "open", Name: "\x1b]0;x\a", Err: syscall.ENOENT}, `open \x1b]0;x\a: no such file or directory`},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
