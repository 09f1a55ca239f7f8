package pipeline

import (
	"context"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// recorder notes what an Observer is told, and that the calls do not overlap.
type recorder struct {
	t      *testing.T
	inside atomic.Int32
	calls  []string
	sample func(j *Job)
}

func (r *recorder) enter(call string) func() {
	if r.inside.Add(1) != 1 {
		r.t.Errorf("%s while another call is under way", call)
	}
	if call != "sample" || len(r.calls) == 0 || r.calls[len(r.calls)-1] != call {
		r.calls = append(r.calls, call)
	}
	return func() { r.inside.Add(-1) }
}

func (r *recorder) Start(j *Job)       { defer r.enter("start")() }
func (r *recorder) Exit(j *Job, k int) { defer r.enter("exit")() }
func (r *recorder) End(j *Job)         { defer r.enter("end")() }

func (r *recorder) Sample(j *Job) {
	defer r.enter("sample")()
	if r.sample != nil {
		r.sample(j)
	}
}

// sequence is what was told, without the samples.
func (r *recorder) sequence() string {
	var list []string
	for _, c := range r.calls {
		if c != "sample" {
			list = append(list, c)
		}
	}
	return strings.Join(list, " ")
}

func TestObserverSequence(t *testing.T) {
	for _, w := range []Waiting{WaitBackground, WaitCaller, WaitBlocking} {
		leaks(t)
		r := &recorder{t: t}
		j, err := New(Cmd("true"), Func("f", nothing), Cmd("false")).StartWith(context.Background(), &Options{Observer: r, engine: EngineOptions{Waiting: w}})
		if err != nil {
			t.Fatal(err)
		}
		j.Wait()
		if got, want := r.sequence(), "start exit exit exit end"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if code := j.ExitCode(); code != 1 {
			t.Errorf("exit code %d", code)
		}
	}
}

func nothing(context.Context, *Stdio) error { return nil }

func TestObserverOfAFailedStart(t *testing.T) {
	leaks(t)
	r := &recorder{t: t}
	err := New(Cmd("true"), Cmd("/nosuch")).Run(context.Background(), Observe(r))
	if err == nil || len(r.calls) != 0 {
		t.Errorf("%v, calls %v", err, r.calls)
	}
}

func TestNotObserved(t *testing.T) {
	j, err := New(Cmd("true")).Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	j.Wait()
	if u := j.Status(0).Usage; u != nil {
		t.Errorf("usage %+v", u)
	}
}

func TestUsageCounts(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no counters here")
	}
	leaks(t)
	const n = 1 << 20
	j, err := New(Cmd("head", "-c", "1048576", "/dev/zero"), Cmd("cat"), Func("sink", func(_ context.Context, s *Stdio) error {
		_, err := io.Copy(io.Discard, s.Stdin)
		return err
	})).Start(context.Background(), Observe(&recorder{t: t}))
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Wait(); err != nil {
		t.Fatal(err)
	}
	for k, st := range j.Statuses()[:2] {
		u := st.Usage
		if os.Getuid() == 0 && !u.Final {
			t.Errorf("stage %d: the counters at the end are missing", k)
		}
		if u.Final && (u.Written != n || u.Read < n) {
			t.Errorf("stage %d: read %d, wrote %d", k, u.Read, u.Written)
		}
	}
	if u := j.Status(2).Usage; u.Read != n || u.Written != 0 || u.Final || u.Samples != 0 {
		t.Errorf("of a function: %+v", u)
	}
}

// TestStates waits until both stages have been found doing what they must.
func TestStates(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no samples here")
	}
	for _, want := range []Activity{WaitingForInput, BlockedOnOutput} {
		leaks(t)
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		seen := make(chan struct{})
		once := false
		rec := &recorder{t: t, sample: func(j *Job) {
			if !once && j.Status(0).Usage.State == want && j.Status(1).Usage.State == want {
				once = true
				close(seen)
			}
		}}
		p, opts := New(Cmd("cat"), Cmd("cat")), []Option{Observe(rec), Stdin(r)}
		if want == BlockedOnOutput {
			p, opts = New(Cmd("yes"), Cmd("cat")), []Option{Observe(rec), Stdout(w)}
		}
		j, err := p.Start(context.Background(), opts...)
		if err != nil {
			t.Fatal(err)
		}
		returns(t, "the sample", func() { <-seen })
		w.Close() // the end of input
		r.Close() // nobody reads
		j.Wait()
		if u := j.Status(0).Usage; u.Samples == 0 || u.Sampled() == 0 {
			t.Errorf("usage %+v", u)
		}
	}
}
