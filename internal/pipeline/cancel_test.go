package pipeline

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

// lines starts a pipeline whose standard error is read line by line: that is
// how its processes say that they are ready.
func lines(t *testing.T, ctx context.Context, n int, p *Pipeline, opts ...Option) (*Job, []string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	j, err := p.Start(ctx, append(opts, Stderr(w))...)
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(r)
	var list []string
	for range n {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.TrimSpace(line))
	}
	return j, list
}

// sleeper says its pid and that of a child, and sleeps.
const sleeper = "sleep 1000 & echo $$ >&2; echo $! >&2; wait"

func TestCancelEndsTheWholeGroup(t *testing.T) {
	leaks(t)
	for _, waiting := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
		for _, group := range []Group{GroupAuto, GroupOwn, GroupCaller, GroupForeground} {
			ctx, cancel := context.WithCancel(bg)
			sh := Cmd("sh", "-c", sleeper)
			j, pids := lines(t, ctx, 6, New(sh, sh, sh), func(o *Options) { o.engine.Waiting, o.Group = waiting, group })
			cancel()
			returns(t, "Wait", func() { j.Wait() })
			awaitGone(t, pids...)
			if d := cmp.Diff([]syscall.WaitStatus{15, 15, 15}, waits(j)); d != "" {
				t.Errorf("group %d: %s", group, d)
			}
		}
	}
}

// TestStagesOnly: what the stages have started is left alone.
func TestStagesOnly(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	j, pids := lines(t, ctx, 2, New(Cmd("sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $! >&2; echo >&2; wait")), CallerGroup(), func(o *Options) { o.engine.StagesOnly = true })
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	if gone(pids[0]) {
		t.Error("a process that is not a stage was ended")
	}
	pid, _ := strconv.Atoi(pids[0])
	syscall.Kill(pid, syscall.SIGKILL)
	awaitGone(t, pids[0])
}

// TestCancelOfAGroupWithoutLeader: the first process, whose number the group has,
// ended long ago.
func TestCancelOfAGroupWithoutLeader(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	j, pids := lines(t, ctx, 2, New(Cmd("true"), Cmd("sh", "-c", sleeper)), OwnGroup())
	awaitGone(t, strconv.Itoa(j.Status(0).Pid))
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	awaitGone(t, pids...)
	if d := cmp.Diff([]syscall.WaitStatus{0, 15}, waits(j)); d != "" {
		t.Error(d)
	}
	if st := j.Status(0); st.Pid != j.Pgid() || st.End.IsZero() {
		t.Errorf("leader: %+v", st)
	}
}

// TestCancelReachesWhoLeftTheGroup: a stage that has left the group gets the signal
// all the same.
func TestCancelReachesWhoLeftTheGroup(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	j, _ := lines(t, ctx, 1, New(Cmd("sleep", "1000"), Cmd("setsid", "sh", "-c", "echo ready >&2; exec sleep 1000")))
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	if d := cmp.Diff([]syscall.WaitStatus{15, 15}, waits(j)); d != "" {
		t.Error(d)
	}
}

// TestCancelEndsWhatIsLeftInTheGroup: what a stage leaves behind in the group, deaf to
// SIGTERM, does not outlive Wait.
func TestCancelEndsWhatIsLeftInTheGroup(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	deaf := `(trap "" TERM; sh -c 'echo $$ >&2; exec sleep 1000') & exec sleep 1000`
	j, pids := lines(t, ctx, 1, New(Cmd("true"), Cmd("sh", "-c", deaf)), Grace(time.Hour))
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	awaitGone(t, pids...)
}

func TestCancelInTheGroupOfTheCaller(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	sh := Cmd("sh", "-c", "echo >&2; exec sleep 1000")
	j, _ := lines(t, ctx, 2, New(sh, sh), CallerGroup())
	if j.Pgid() != 0 {
		t.Error("group:", j.Pgid())
	}
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	if d := cmp.Diff([]syscall.WaitStatus{15, 15}, waits(j)); d != "" {
		t.Error(d)
	}
}

func TestCancelTermThenKill(t *testing.T) {
	leaks(t)
	for _, c := range []struct {
		script string
		grace  time.Duration
		want   syscall.WaitStatus
		code   int
	}{
		{`trap "" TERM; echo ready >&2; exec sleep 1000`, 1, 9, 137},
		{`trap "exit 3" TERM; echo ready >&2; while :; do sleep 1000 & wait; done`, time.Hour, 3 << 8, 3},
		{`trap "exit 0" TERM; echo ready >&2; while :; do sleep 1000 & wait; done`, time.Hour, 0, 143},
	} {
		ctx, cancel := context.WithCancel(bg)
		j, _ := lines(t, ctx, 1, New(Cmd("true"), Cmd("sh", "-c", c.script)), Grace(c.grace))
		cancel()
		var err error
		returns(t, "Wait", func() { err = j.Wait() })
		var e *Error
		if !errors.As(err, &e) || e.Op != OpCancel || e.Stage != 1 || e.WaitStatus != c.want || e.ExitCode() != c.code {
			t.Errorf("%s: %#v", c.script, err)
		}
	}
}

func TestCancelKillsAtOnce(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	j, pids := lines(t, ctx, 2, New(Cmd("sh", "-c", sleeper)), Grace(0))
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	awaitGone(t, pids...)
	if d := cmp.Diff([]syscall.WaitStatus{9}, waits(j)); d != "" {
		t.Error(d)
	}
}

func TestCancelEndsStoppedProcesses(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	j, pids := lines(t, ctx, 1, New(Cmd("sh", "-c", "echo $$ >&2; kill -STOP $$; exec sleep 1000")))
	eventually(t, func() string {
		text, _ := os.ReadFile("/proc/" + pids[0] + "/stat")
		if strings.Contains(string(text), ") T ") {
			return ""
		}
		return "not stopped"
	})
	cancel()
	returns(t, "Wait", func() { j.Wait() })
	if d := cmp.Diff([]syscall.WaitStatus{15}, waits(j)); d != "" {
		t.Error(d)
	}
}

func TestCancelTellsItsCause(t *testing.T) {
	leaks(t)
	why := errors.New("the user went home")
	ctx, cancel := context.WithCancelCause(bg)
	j, _ := lines(t, ctx, 1, New(Cmd("true"), Cmd("sh", "-c", "echo >&2; exec sleep 1000")))
	cancel(why)
	var err error
	returns(t, "Wait", func() { err = j.Wait() })
	var e *Error
	if !errors.Is(err, why) || !errors.Is(err, context.Canceled) || !errors.As(err, &e) {
		t.Fatal(err)
	}
	if e.Op != OpCancel || e.Stage != 1 || e.WaitStatus != 15 || e.ExitCode() != 143 || e.Error() != "sh: the user went home" {
		t.Errorf("%#v %v", e, e)
	}

	ctx, stop := context.WithTimeout(bg, 0)
	defer stop()
	_, err = New(Cmd("true")).Start(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &e) || e.Op != OpCancel {
		t.Error("start after the end:", err)
	}
}

// TestCancelAfterEnd: a context that is done when all stages have ended
// changes nothing.
func TestCancelAfterEnd(t *testing.T) {
	leaks(t)
	ctx, cancel := context.WithCancel(bg)
	j, err := New(Cmd("true"), Cmd("true")).Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	<-j.Done()
	cancel()
	if err := j.Wait(); err != nil {
		t.Error(err)
	}
}

// TestCancelFunc: a Func stage that waits for what will never come, or writes
// to what nobody reads.
func TestCancelFunc(t *testing.T) {
	leaks(t)
	why := errors.New("why")
	buf := make([]byte, 1<<20)
	for name, f := range map[string]func(s *Stdio) error{
		"read":       func(s *Stdio) error { _, err := s.Stdin.Read(buf); return err },
		"write":      func(s *Stdio) error { _, err := s.Stdout.Write(buf); return err },
		"write more": func(s *Stdio) error { _, err := io.Copy(s.Stdout, zero{}); return err },
		"read more": func(s *Stdio) error {
			undo, err := s.files.Apply([]redirect.Op{redirect.In(0, "/dev/zero")}, &redirect.Context{DirFd: -1, Umask: -1})
			if err != nil {
				return err
			}
			undo.Commit()
			_, err = io.Copy(io.Discard, s.Stdin)
			return err
		},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancelCause(bg)
		begun := make(chan struct{})
		var seen error
		j, err := New(Func(name, func(_ context.Context, s *Stdio) error {
			close(begun)
			seen = f(s)
			return seen
		}).With(redirect.Dup(1, 2)), Cmd("sleep", "1000")).Start(ctx, Stdin(r), Stderr(w))
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		cancel(why)
		returns(t, "Wait: "+name, func() { err = j.Wait() })
		if !errors.Is(err, why) || !errors.Is(seen, why) {
			t.Errorf("%s: %v, %v", name, err, seen)
		}
		if st := j.Status(0); st.WaitStatus != 1<<8 || st.Err != seen {
			t.Errorf("%s: %+v", name, st)
		}
		r.Close()
		w.Close()
	}
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { return len(p), nil }

// TestCancelFifo: nobody opens the other end, and nobody is left to open one.
func TestCancelFifo(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	for _, op := range []redirect.Op{redirect.In(0, fifo), redirect.Out(1, fifo), redirect.Append(2, fifo)} {
		for name, p := range map[string]*Pipeline{
			"first":    New(Cmd("cat").With(op), Cmd("cat")),
			"alone":    New(Cmd("cat").With(op)),
			"function": New(Func("f", func(context.Context, *Stdio) error { return nil }).With(op)),
		} {
			for _, waiting := range []Waiting{WaitBackground, WaitCaller} {
				ctx, cancel := context.WithCancel(bg)
				over := make(chan error)
				go func() {
					j, err := p.StartWith(ctx, &Options{engine: EngineOptions{Waiting: waiting}, Policy: Any})
					if err == nil {
						err = j.Wait()
					}
					over <- err
				}()
				cancel()
				var err error
				returns(t, name, func() { err = <-over })
				var e *Error
				if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || e.Op != OpCancel {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
	if f, err := os.OpenFile(fifo, os.O_WRONLY|syscall.O_NONBLOCK, 0); !errors.Is(err, syscall.ENXIO) {
		t.Error("somebody reads:", err)
		f.Close()
	}
}

// TestGiveUpFifo: it is the caller that gives up, without an end of the
// context. The stage does not fail, it is ended.
func TestGiveUpFifo(t *testing.T) {
	leaks(t)
	fifo := mkfifo(t)
	stage := func(done chan struct{}) Stage {
		files, r := table(t)
		r.Close()
		p := process(files, "/bin/cat")
		p.Redirect.Done = done
		p.Failed = func(_ context.Context, err error, _ *redirect.Table) int {
			t.Error(err)
			return 1
		}
		return Exec(p).With(redirect.In(0, fifo))
	}
	done := make(chan struct{})
	go close(done)
	_, err := New(stage(done)).StartWith(bg, &Options{engine: EngineOptions{Waiting: WaitCaller}})
	var e *Error
	if !errors.As(err, &e) || e.Op != OpCancel || !errors.Is(err, syscall.EINTR) || e.ExitCode() != 128+int(syscall.SIGTERM) {
		t.Errorf("%#v", err)
	}
	done = make(chan struct{})
	j, err := New(stage(done), Cmd("true")).StartWith(bg, &Options{engine: EngineOptions{Waiting: WaitCaller}})
	if err != nil {
		t.Fatal(err)
	}
	close(done)
	returns(t, "Wait", func() { err = j.Wait() })
	if st := j.Status(0); err != nil || st.WaitStatus != syscall.WaitStatus(syscall.SIGTERM) || st.Pid != 0 || st.End.IsZero() {
		t.Errorf("%v %+v", err, st)
	}
}

func TestCancelStorm(t *testing.T) {
	leaks(t)
	for i := range 100 {
		ctx, cancel := context.WithCancel(bg)
		go func() {
			for range i * 50 {
				syscall.Getppid()
			}
			cancel()
		}()
		err := New(Cmd("cat"), Func("f", func(_ context.Context, s *Stdio) error {
			_, err := io.Copy(s.Stdout, s.Stdin)
			return err
		}), Cmd("true")).Run(ctx)
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		cancel()
	}
}
