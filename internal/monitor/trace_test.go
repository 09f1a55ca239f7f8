package monitor

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// traceEvent is an event as the programs that show it read it.
type traceEvent struct {
	Name     string
	Ph       string
	Pid, Tid int
	Ts       *float64
	Dur      float64
	ID       int
	Args     map[string]any
}

// traced runs f with a Trace and returns the events.
func runTraced(t *testing.T, f func(tr *Trace)) []traceEvent {
	t.Helper()
	return runTracedTo(t, filepath.Join(t.TempDir(), "trace"), f)
}

func runTracedTo(t *testing.T, name string, f func(tr *Trace)) []traceEvent {
	t.Helper()
	file, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	tr := NewTrace(file)
	f(tr)
	tr.Close()
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var events []traceEvent
	if err := json.Unmarshal(data, &events); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return joined(t, events)
}

// joined makes one event, as "X" is, of each that begins and the one that ends it.
func joined(t *testing.T, events []traceEvent) []traceEvent {
	t.Helper()
	open := make(map[[2]int][]int) // of each lane, the numbers in whole
	var whole []traceEvent
	for _, e := range events {
		lane := [2]int{e.Pid, e.Tid}
		switch e.Ph {
		case "B":
			open[lane] = append(open[lane], len(whole))
			e.Ph = "X"
		case "E":
			n := len(open[lane]) - 1
			if n < 0 {
				t.Fatalf("nothing has begun that ends by %v", e)
			}
			b := &whole[open[lane][n]]
			open[lane] = open[lane][:n]
			b.Dur = *e.Ts - *b.Ts
			if b.Args == nil {
				b.Args = make(map[string]any)
			}
			maps.Copy(b.Args, e.Args)
			continue
		}
		whole = append(whole, e)
	}
	for lane, n := range open {
		if len(n) > 0 {
			t.Errorf("lane %v: %v does not end", lane, whole[n[0]])
		}
	}
	return whole
}

func TestTrace(t *testing.T) {
	events := runTraced(t, func(tr *Trace) {
		p := pipeline.New(pipeline.Cmd("echo", "a\tb"),
			pipeline.Func("inside", func(context.Context, *pipeline.Stdio) error { return nil }),
			pipeline.Cmd("sh", "-c", "kill -TERM $$"))
		if err := p.Run(context.Background(), pipeline.Observe(tr)); err == nil {
			t.Error("no error")
		}
	})
	find := func(name, ph string) traceEvent {
		i := slices.IndexFunc(events, func(e traceEvent) bool { return e.Name == name && e.Ph == ph })
		if i < 0 {
			t.Fatalf("no event %s %q in %v", ph, name, events)
		}
		return events[i]
	}
	first, middle, last := find(`echo a\tb`, "X"), find("inside", "X"), find("sh -c kill -TERM $$", "X")
	if first.Args["stdout"] != "pipe 1" || middle.Args["stdin"] != "pipe 1" || middle.Args["stdout"] != "pipe 2" || last.Args["stdin"] != "pipe 2" {
		t.Errorf("pipes of %v, %v, %v", first, middle, last)
	}
	if last.Args["end"] != "SIGTERM" || middle.Args["pid"] != nil || first.Args["pid"] == nil {
		t.Errorf("args of %v, %v, %v", first, middle, last)
	}
	whole, wait := find(`echo a\tb | inside | sh -c kill -TERM $$`, "X"), find("wait", "X")
	if whole.Pid == first.Pid || wait.Pid != whole.Pid || wait.Tid != whole.Tid {
		t.Errorf("%v and %v", whole, wait)
	}
	if s, f := find("pipe", "s"), find("pipe", "f"); s.ID == 0 || s.ID != f.ID {
		t.Errorf("arrow from %v to %v", s, f)
	}
}

// onSample calls f until it returns true.
type onSample struct {
	f    func(*pipeline.Job) bool
	done bool
}

func (o *onSample) Start(*pipeline.Job)     {}
func (o *onSample) Exit(*pipeline.Job, int) {}
func (o *onSample) End(*pipeline.Job)       {}

func (o *onSample) Sample(j *pipeline.Job) {
	o.done = o.done || o.f(j)
}

// TestTraceWaits finds the pipes that stages wait for, inside their stages, in a
// pipeline that goes on until they have been looked at.
func TestTraceWaits(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no samples here")
	}
	events := runTraced(t, func(tr *Trace) {
		seen := 0
		enough := make(chan struct{})
		look := &onSample{f: func(j *pipeline.Job) bool {
			if j.Status(0).Usage.State == pipeline.BlockedOnOutput && j.Status(2).Usage.State == pipeline.WaitingForInput {
				seen++
			}
			if seen == 5 {
				close(enough)
			}
			return seen == 5
		}}
		pipeline.New(pipeline.Cmd("yes"),
			pipeline.Func("inside", func(context.Context, *pipeline.Stdio) error { <-enough; return nil }),
			pipeline.Cmd("cat")).Run(context.Background(), pipeline.Observe(pipeline.Observers(look, tr)))
	})
	stages, waits := make(map[int]traceEvent), 0
	for _, e := range events {
		if e.Ph == "X" && e.Args["stage"] != nil {
			stages[e.Tid] = e
		}
	}
	for _, e := range events {
		if e.Name != "blocked on output, pipe 1" && e.Name != "waiting for input, pipe 2" {
			continue
		}
		waits++
		const rounded = 2 // microseconds
		if s := stages[e.Tid]; *e.Ts+rounded < *s.Ts || *e.Ts+e.Dur > *s.Ts+s.Dur+rounded {
			t.Errorf("%v is not inside %v", e, s)
		}
	}
	if waits < 2 {
		t.Errorf("%d waits in %v", waits, events)
	}
}

// TestTraceLanes runs pipelines at the same time: on one lane nothing
// overlaps, but for what is inside something else.
func TestTraceLanes(t *testing.T) {
	events := runTraced(t, func(tr *Trace) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 5 {
					pipeline.New(pipeline.Cmd("true"), pipeline.Cmd("true")).Run(context.Background(), pipeline.Observe(tr))
				}
			})
		}
		all.Wait()
	})
	lanes := make(map[[2]int][]traceEvent)
	for _, e := range events {
		if e.Ph == "X" && !strings.HasPrefix(e.Name, "wait") && !strings.HasPrefix(e.Name, "blocked") {
			lanes[[2]int{e.Pid, e.Tid}] = append(lanes[[2]int{e.Pid, e.Tid}], e)
		}
	}
	count := 0
	for lane, list := range lanes {
		count += len(list)
		slices.SortFunc(list, func(a, b traceEvent) int { return int(*a.Ts - *b.Ts) })
		for i := 1; i < len(list); i++ {
			if end := *list[i-1].Ts + list[i-1].Dur; *list[i].Ts+1 < end { // times are whole microseconds
				t.Errorf("lane %v: %v begins before %v ends", lane, list[i], list[i-1])
			}
		}
	}
	if count != 8*5*3 {
		t.Errorf("%d events", count)
	}
}

// TestTraceIsWholeAtOnce: what has begun is in the file, and ends when the trace does.
func TestTraceIsWholeAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "trace")
	events := runTracedTo(t, name, func(tr *Trace) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		j, err := pipeline.New(pipeline.Cmd("cat"), pipeline.Cmd("cat")).Start(context.Background(), pipeline.Stdin(r), pipeline.Observe(tr))
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(name)
		if err != nil || strings.Count(string(data), `"name":"cat","ph":"B"`) != 2 {
			t.Errorf("%s, %v", data, err)
		}
		tr.Close()
		w.Close()
		j.Wait()
	})
	running := 0
	for _, e := range events {
		if e.Args["end"] == "runs" {
			running++
		}
	}
	if running != 2 {
		t.Errorf("%d stages are running in %v", running, events)
	}
}

func TestTraceOpens(t *testing.T) {
	events := runTraced(t, func(tr *Trace) {
		c := &redirect.Context{DirFd: -1, Umask: -1, Opened: tr.Opened}
		var table redirect.Table
		defer table.Close()
		for _, op := range []redirect.Op{redirect.In(5, "/dev/null"), redirect.Out(1, "/nosuch/file"), redirect.Dup(6, 5)} {
			if undo, err := table.Apply([]redirect.Op{op}, c); err == nil {
				undo.Commit()
			}
		}
	})
	var opens []traceEvent
	for _, e := range events {
		if strings.HasPrefix(e.Name, "open ") {
			opens = append(opens, e)
		}
	}
	if len(opens) != 2 || opens[0].Args["fd"] != 5.0 || opens[0].Args["for"] != "read" || opens[0].Args["error"] != nil ||
		opens[1].Args["for"] != "write" || opens[1].Args["error"] != syscall.ENOENT.Error() {
		t.Error(opens)
	}
}

func TestFileReportsWhatIsLost(t *testing.T) {
	f, err := Create("/dev/full")
	if err != nil {
		t.Skip(err)
	}
	NewTrace(f).Close()
	if err := f.Close(); err == nil || !strings.Contains(err.Error(), "write /dev/full: ") {
		t.Errorf("error %v", err)
	}
}
