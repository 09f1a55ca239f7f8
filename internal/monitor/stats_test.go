package monitor

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
)

// figures is the schema of JSON, as the manual gives it. A pointer is what
// may be null.
type figures struct {
	Stats            int           `json:"stats"`
	File             *string       `json:"file"`
	Line             int           `json:"line"`
	StartUnixSeconds float64       `json:"start_unix_seconds"`
	WallSeconds      float64       `json:"wall_seconds"`
	Complete         bool          `json:"complete"`
	BottleneckStage  *int          `json:"bottleneck_stage"`
	Stages           []stageFigure `json:"stages"`
}

type stageFigure struct {
	Stage                  int      `json:"stage"`
	Name                   string   `json:"name"`
	Argv                   []string `json:"argv"`
	Text                   *string  `json:"text"`
	Pid                    *int     `json:"pid"`
	Ended                  bool     `json:"ended"`
	Status                 *int     `json:"status"`
	Signal                 *string  `json:"signal"`
	CoreDumped             bool     `json:"core_dumped"`
	WallSeconds            float64  `json:"wall_seconds"`
	UserSeconds            *float64 `json:"user_seconds"`
	SystemSeconds          *float64 `json:"system_seconds"`
	PeakMemoryBytes        *int64   `json:"peak_memory_bytes"`
	PeakMemoryIsBound      *bool    `json:"peak_memory_is_bound"`
	ReadBytes              *int64   `json:"read_bytes"`
	WrittenBytes           *int64   `json:"written_bytes"`
	BytesAreFinal          bool     `json:"bytes_are_final"`
	PeakMemoryIsFinal      bool     `json:"peak_memory_is_final"`
	PipeInBytes            *int64   `json:"pipe_in_bytes"`
	PipeOutBytes           *int64   `json:"pipe_out_bytes"`
	PipeBytesAreEstimated  bool     `json:"pipe_bytes_are_estimated"`
	Samples                int      `json:"samples"`
	RunningSeconds         *float64 `json:"running_seconds"`
	WaitingForInputSeconds *float64 `json:"waiting_for_input_seconds"`
	BlockedOnOutputSeconds *float64 `json:"blocked_on_output_seconds"`
	WaitingOtherwise       *float64 `json:"waiting_otherwise_seconds"`
	Jobs                   *struct {
		Ended  int     `json:"ended"`
		Failed int     `json:"failed"`
		Least  float64 `json:"least_seconds"`
		Mean   float64 `json:"mean_seconds"`
		Most   float64 `json:"most_seconds"`
		User   float64 `json:"user_seconds"`
		System float64 `json:"system_seconds"`
	} `json:"jobs"`
}

// keys returns the names of an object's members.
func keys(t *testing.T, data []byte) map[string]bool {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	names := make(map[string]bool)
	for name := range m {
		names[name] = true
	}
	return names
}

// run runs a pipeline that is observed.
func run(t *testing.T, stages ...pipeline.Stage) *pipeline.Job {
	t.Helper()
	j, err := pipeline.New(stages...).Start(context.Background(), pipeline.Observe(pipeline.Observers()))
	if err != nil {
		t.Fatal(err)
	}
	j.Wait()
	return j
}

func TestSchema(t *testing.T) {
	j := run(t, pipeline.Cmd("sh", "-c", "kill -KILL $$"),
		pipeline.Func("inside", func(context.Context, *pipeline.Stdio) error { return nil }),
		pipeline.Cmd("true"))
	text := JSON(j, "f", 7)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var f figures
	if err := d.Decode(&f); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	again, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keys(t, again), keys(t, text)); diff != "" {
		t.Errorf("members: %s", diff)
	}
	var raw struct{ Stages []json.RawMessage }
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	for k, s := range raw.Stages {
		one, _ := json.Marshal(f.Stages[k])
		if diff := cmp.Diff(keys(t, one), keys(t, s)); diff != "" {
			t.Errorf("members of stage %d: %s", k, diff)
		}
	}
	killed, inside, last := f.Stages[0], f.Stages[1], f.Stages[2]
	if f.Stats != Schema || f.Line != 7 || *f.File != "f" || len(f.Stages) != 3 {
		t.Errorf("%+v", f)
	}
	if *killed.Status != 137 || *killed.Signal != "SIGKILL" || killed.Pid == nil || killed.UserSeconds == nil {
		t.Errorf("%+v", killed)
	}
	if inside.Pid != nil || inside.UserSeconds != nil || *inside.ReadBytes != 0 || inside.BytesAreFinal || inside.Argv != nil || inside.Name != "inside" {
		t.Errorf("%+v", inside)
	}
	if last.Signal != nil || last.Stage != 3 || last.WallSeconds <= 0 {
		t.Errorf("%+v", last)
	}
}

// TestSchemaIsInTheManual: each member is named where figures are described.
func TestSchemaIsInTheManual(t *testing.T) {
	manual, err := os.ReadFile("../../docs/gpipe.1")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "\n.Ss Figures\n")
	section, _, _ = strings.Cut(section, "\n.Ss ")
	words := strings.Fields(section)
	text := JSON(run(t, pipeline.Cmd("true")), "", 1)
	var raw struct{ Stages []json.RawMessage }
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	for _, object := range append(raw.Stages, text) {
		for name := range keys(t, object) {
			if !slices.Contains(words, name) {
				t.Errorf("%s is not in the manual", name)
			}
		}
	}
}

// stage makes the figures of one that was found in these states for so many
// milliseconds each.
func stage(name string, running, input, output, other int64) pipeline.Status {
	u := &pipeline.Usage{Read: 1 << 20, Written: 12345, Final: true, Samples: 9,
		Running: ms(running), Input: ms(input), Output: ms(output), Other: ms(other)}
	return pipeline.Status{Name: name, Argv: []string{name}, Pid: 4711, Usage: u}
}

func inside(name string) pipeline.Status {
	return pipeline.Status{Name: name, Usage: &pipeline.Usage{Read: -1, Written: -1}}
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

func TestBottleneck(t *testing.T) {
	tests := []struct {
		name   string
		stages []pipeline.Status
		want   int
	}{
		{"producer", []pipeline.Status{stage("a", 900, 0, 0, 100), stage("b", 100, 900, 0, 0), stage("c", 50, 950, 0, 0)}, 0},
		{"filter", []pipeline.Status{stage("a", 100, 0, 900, 0), stage("b", 900, 50, 50, 0), stage("c", 50, 950, 0, 0)}, 1},
		{"consumer", []pipeline.Status{stage("a", 100, 0, 900, 0), stage("b", 100, 0, 900, 0), stage("c", 0, 0, 0, 1000)}, 2},
		{"inside", []pipeline.Status{stage("a", 100, 0, 900, 0), inside("b"), stage("c", 50, 950, 0, 0)}, 1},
		{"inside, not to blame", []pipeline.Status{stage("a", 900, 0, 50, 0), inside("b"), stage("c", 50, 100, 0, 0)}, 0},
		{"who reads it", []pipeline.Status{stage("a", 10, 0, 990, 0), stage("b", 200, 0, 800, 0)}, -1},
		{"who feeds it", []pipeline.Status{stage("a", 200, 800, 0, 0), stage("b", 100, 900, 0, 0)}, -1},
		{"no one", []pipeline.Status{stage("a", 500, 0, 500, 0), stage("b", 500, 500, 0, 0)}, -1},
		{"too short", []pipeline.Status{stage("a", 20, 0, 0, 0), stage("b", 0, 20, 0, 0)}, -1},
		{"alone", []pipeline.Status{stage("a", 900, 0, 0, 0)}, -1},
		{"not sampled", []pipeline.Status{{}, {}}, -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := bottleneck(test.stages); got != test.want {
				t.Errorf("stage %d, want %d", got, test.want)
			}
		})
	}
}

func TestBar(t *testing.T) {
	tests := []struct {
		running, input, output, other int64
		want                          string
	}{
		{10, 0, 0, 0, "##########"},
		{1, 1, 1, 1, "###<<>>>.."},
		{999, 1, 0, 0, "##########"},
		{0, 0, 300, 700, ">>>......."},
	}
	for _, test := range tests {
		st := stage("", test.running, test.input, test.output, test.other)
		if got := bar(st.Usage); got != test.want {
			t.Errorf("%+v: got %s", test, got)
		}
	}
	if got := bar(&pipeline.Usage{}); got != "-" {
		t.Errorf("without samples: %s", got)
	}
}

func TestAmount(t *testing.T) {
	for n, want := range map[int64]string{-1: "-", 0: "0", 999: "999", 1000: "1.0k", 99949: "99.9k", 99951: "100k",
		999499: "999k", 999500: "1.0M", 1 << 62: "4.6E"} {
		if got := amount(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

func TestTableFits(t *testing.T) {
	j := run(t, pipeline.Cmd("sh", "-c", "kill -ABRT $$\n# "+strings.Repeat("long ", 50)),
		pipeline.Func("inside", func(context.Context, *pipeline.Stdio) error { return nil }),
		pipeline.Cmd("echo", "\x1b[31m\xff", strings.Repeat("漢字e\u0301", 30)))
	for _, width := range []int{40, 60, 80, 132, 1000} {
		text := Table(j, "", 1, width, false)
		for line := range strings.Lines(text) {
			if n := columns.Width(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%d columns, not %d: %s", n, width, line)
			}
		}
		if !strings.Contains(text, "SIGABRT") || !strings.Contains(text, `sh`) || !strings.Contains(text, "inside") {
			t.Error(text)
		}
		if strings.Contains(text, "\x1b") || strings.Contains(text, "\xff") || width == 1000 && !strings.Contains(text, `echo \x1b[31m\xff 漢字`) {
			t.Errorf("%q", text)
		}
		if has := strings.Contains(text, " pid "); has != (width >= 80) {
			t.Errorf("the process in %d columns: %s", width, text)
		}
	}
	if text := Table(j, "", 1, 80, true); strings.Contains(text, "*") != strings.Contains(text, "\x1b[1;33m") {
		t.Errorf("%q", text)
	}
}

func TestEnding(t *testing.T) {
	for ws, want := range map[syscall.WaitStatus]string{0: "0", 3 << 8: "3", 9: "SIGKILL", 11 | 0x80: "SIGSEGV (core)"} {
		if got := ending(&pipeline.Status{WaitStatus: ws, End: time.Unix(1, 0)}); got != want {
			t.Errorf("%#x: got %s, want %s", int(ws), got, want)
		}
	}
}
