package pipeline

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var bg = context.Background()

const sigpipe = syscall.WaitStatus(syscall.SIGPIPE)

// waits returns the wait statuses of a Job.
func waits(j *Job) []syscall.WaitStatus {
	var list []syscall.WaitStatus
	for _, s := range j.Statuses() {
		list = append(list, s.WaitStatus)
	}
	return list
}

func start1(t *testing.T, p *Pipeline, opts ...Option) *Job {
	t.Helper()
	j, err := p.Start(bg, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestNothingRunsBeforeAllHaveStarted(t *testing.T) {
	leaks(t) // the children must go without Wait
	start1(t, New(Cmd("yes"), Cmd("head", "-1")))
}

func TestEveryStageHasItsStatus(t *testing.T) {
	leaks(t)
	p := New(Cmd("yes"), Cmd("head", "-1"))
	for _, waiting := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
		for _, c := range []struct {
			policy Policy
			code   int
		}{{Last, 0}, {Any, 141}, {AnyButSIGPIPE, 0}} {
			j, err := p.StartWith(bg, &Options{Policy: c.policy, engine: EngineOptions{Waiting: waiting}})
			if err != nil {
				t.Fatal(err)
			}
			err = j.Wait()
			if d := cmp.Diff([]syscall.WaitStatus{sigpipe, 0}, waits(j)); d != "" {
				t.Error(d)
			}
			if j.ExitCode() != c.code || (err != nil) != (c.code != 0) {
				t.Errorf("policy %d: %v, exit code %d", c.policy, err, j.ExitCode())
			}
			var e *Error
			if c.code != 0 && (!errors.As(err, &e) || e.Stage != 0 || e.Name != "yes" || e.Op != OpSignal || e.ExitCode() != c.code) {
				t.Errorf("policy %d: %#v", c.policy, err)
			}
		}
	}
}

func TestNoEndOfAPipeStaysInTheParent(t *testing.T) {
	leaks(t)
	before := pipesOf(openFds(t))
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	j := start1(t, New(Cmd("cat"), Cmd("cat"), Cmd("cat"), Cmd("cat")), Stdin(r))
	r.Close()
	after := pipesOf(openFds(t))
	for fd := range before {
		delete(after, fd)
	}
	if len(after) != 1 { // w
		t.Errorf("pipes in the parent: %v", after)
	}
	w.Close()
	if err := j.Wait(); err != nil {
		t.Error(err)
	}
}

// TestClosedWriterEndsItsOwnPipeline: closing the writer of one pipeline ends it, though
// another one was started while the writer was open.
func TestClosedWriterEndsItsOwnPipeline(t *testing.T) {
	leaks(t)
	open := func() (*Job, *os.File) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		return start1(t, New(Cmd("cat")), Stdin(r)), w
	}
	first, w1 := open()
	second, w2 := open()
	w1.Close()
	returns(t, "the first", func() { first.Wait() })
	select {
	case <-second.Done():
		t.Error("the second has ended, too")
	default:
	}
	w2.Close()
	returns(t, "the second", func() { second.Wait() })
}

// TestEndOfFileAmongConcurrentStarts: the same from many goroutines at once. A copy of
// a writer in another's child would keep a pipeline from ending.
func TestEndOfFileAmongConcurrentStarts(t *testing.T) {
	leaks(t)
	const routines, rounds = 64, 4
	gate, results := make(chan struct{}), make(chan error)
	for i := range routines {
		go func() {
			<-gate
			for range rounds {
				r, w, err := os.Pipe()
				if err != nil {
					results <- err
					continue
				}
				j, err := New(Cmd("cat"), upper, Cmd("cat")).Start(bg, Stdin(r), Capture())
				r.Close()
				if err != nil {
					w.Close()
					results <- err
					continue
				}
				text := strings.Repeat(string(rune('a'+i%26)), 1000)
				w.WriteString(text)
				w.Close()
				out, err := j.Output()
				if err == nil && string(out) != strings.ToUpper(text) {
					err = errors.New("wrong output")
				}
				results <- err
			}
		}()
	}
	close(gate)
	returns(t, "all", func() {
		for range routines * rounds {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestWriteWithoutReaderIsEPIPE(t *testing.T) {
	leaks(t)
	var seen error
	talk := Func("talk", func(_ context.Context, s *Stdio) error {
		for {
			if _, err := io.WriteString(s.Stdout, "again\n"); err != nil {
				seen = err
				return err
			}
		}
	})
	j := start1(t, New(talk, Cmd("head", "-1")))
	if err := j.Wait(); err != nil {
		t.Error(err)
	}
	if !errors.Is(seen, syscall.EPIPE) {
		t.Error("write:", seen)
	}
	if d := cmp.Diff([]syscall.WaitStatus{sigpipe, 0}, waits(j)); d != "" {
		t.Error(d)
	}
	if err := j.Status(0).Err; err != nil {
		t.Error("not quiet:", err)
	}
}

func TestCloseOfAPipelineThatWritesOn(t *testing.T) {
	leaks(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	j := start1(t, New(Cmd("yes")), Stdout(w))
	w.Close()
	if line, err := bufio.NewReader(r).ReadString('\n'); line != "y\n" {
		t.Error(line, err)
	}
	r.Close()
	returns(t, "Wait", func() { err = j.Wait() })
	var e *Error
	if !errors.As(err, &e) || e.WaitStatus != sigpipe || e.ExitCode() != 141 {
		t.Error(err)
	}
}

func TestWaitTwice(t *testing.T) {
	leaks(t)
	for _, waiting := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
		j, err := New(Cmd("true"), Cmd("sh", "-c", "exit 7")).StartWith(bg, &Options{engine: EngineOptions{Waiting: waiting}})
		if err != nil {
			t.Fatal(err)
		}
		results := make(chan error)
		for range 4 {
			go func() { results <- j.Wait() }()
		}
		first := j.Wait()
		for range 4 {
			if err := <-results; err != first {
				t.Errorf("%v and %v", err, first)
			}
		}
		<-j.Done()
		if j.ExitCode() != 7 {
			t.Error(j.ExitCode())
		}
		if err := j.Signal(syscall.SIGTERM); err != os.ErrProcessDone {
			t.Error("signal after the end:", err)
		}
	}
}

// TestOtherChildrenKeepTheirStatus: another child of the program keeps its
// status.
func TestOtherChildrenKeepTheirStatus(t *testing.T) {
	leaks(t)
	other := exec.Command("sh", "-c", "exit 9")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		New(Cmd("true"), Cmd("true")).Run(bg)
	}
	var e *exec.ExitError
	if err := other.Wait(); !errors.As(err, &e) || e.ExitCode() != 9 {
		t.Error(err)
	}
}

func TestWaitStatusOfStages(t *testing.T) {
	leaks(t)
	for _, script := range []string{"exit 0", "exit 1", "exit 255", "kill -SEGV $$", "kill -KILL $$", "ulimit -c unlimited; kill -ABRT $$"} {
		dir := t.TempDir() // for a core
		want := exec.Command("sh", "-c", script)
		want.Dir = dir
		want.Run()
		j := start1(t, New(Cmd("sh", "-c", script)), Dir(dir))
		j.Wait()
		st := j.Status(0)
		if ws := want.ProcessState.Sys().(syscall.WaitStatus); st.WaitStatus != ws {
			t.Errorf("%s: %#x, want %#x", script, st.WaitStatus, ws)
		}
		if st.Rusage == nil || st.Pid == 0 || st.End.Before(st.Start) {
			t.Errorf("%s: %+v", script, st)
		}
	}
}

func TestWaitLeavesGrandchildrenAlone(t *testing.T) {
	leaks(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	j := start1(t, New(Cmd("sh", "-c", "sleep 1000 & echo $!")), Stdout(w))
	w.Close()
	returns(t, "Wait", func() { err = j.Wait() })
	if err != nil {
		t.Error(err)
	}
	in := bufio.NewReader(r)
	pid, err := in.ReadString('\n')
	if err != nil {
		t.Fatal("the reader did not get its bytes:", err)
	}
	kill(t, strings.TrimSpace(pid))
	if rest, err := io.ReadAll(in); len(rest) > 0 || err != nil {
		t.Error(string(rest), err)
	}
}

func TestOutputIsDrainedForAWhile(t *testing.T) {
	leaks(t)
	p := New(Cmd("sh", "-c", "sleep 1000 & echo $!"))
	var out []byte
	var err error
	returns(t, "Output", func() { out, err = p.Output(bg, Drain(0)) })
	var e *Error
	if !errors.As(err, &e) || e.Op != OpDrain || !errors.Is(err, ErrDrain) || e.ExitCode() != 1 {
		t.Error(err)
	}
	kill(t, strings.TrimSpace(string(out)))

	// One that writes on and on.
	p = New(Cmd("sh", "-c", "yes & echo $!"))
	returns(t, "Output", func() { out, err = p.Output(bg, Drain(0)) })
	if !errors.Is(err, ErrDrain) {
		t.Error(err)
	}
	pid, _, _ := strings.Cut(strings.TrimLeft(string(out), "y\n"), "\n")
	awaitGone(t, pid) // of SIGPIPE

	// One that ends in time.
	out, err = New(Cmd("sh", "-c", "(read x; echo $x) & read y; echo $y")).Output(bg, Stdin(strings.NewReader("a\nb\n")))
	if err != nil || len(out) < 1 {
		t.Errorf("%q %v", out, err)
	}

	// Everything the stages wrote is there, however slow its reader.
	slow := &slowWriter{}
	if err := New(Cmd("sh", "-c", "yes | head -c 200000")).Run(bg, Drain(0), Stdout(slow)); err != nil || slow.n != 200000 {
		t.Error(slow.n, err)
	}
}

// slowWriter gives the pipeline the time to end between its writes.
type slowWriter struct{ n int }

func (s *slowWriter) Write(p []byte) (int, error) {
	for range 1000 {
		syscall.Getppid()
	}
	s.n += len(p)
	return len(p), nil
}

func kill(t *testing.T, pid string) {
	t.Helper()
	if err := exec.Command("kill", "-KILL", pid).Run(); err != nil {
		t.Errorf("kill %q: %v", pid, err)
	}
	awaitGone(t, pid)
}
