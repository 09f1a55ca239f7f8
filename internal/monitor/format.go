// Package monitor shows what pipelines do and did: figures when they have
// ended, a line for each stage while they run, a trace of all of them. It
// gets what it shows from the Observer of package pipeline.
package monitor

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/signals"
)

// amount shows a number of bytes in five characters at most; negative is not
// known.
func amount(n int64) string {
	if n < 0 {
		return "-"
	}
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	f, unit := float64(n), -1
	for f >= 999.5 && unit < len("kMGTPE")-1 {
		f /= 1000
		unit++
	}
	digits := 0
	if f < 99.95 {
		digits = 1
	}
	return strconv.FormatFloat(f, 'f', digits, 64) + "kMGTPE"[unit:unit+1]
}

// seconds shows a time in six characters, as long as that is possible.
func seconds(d time.Duration) string {
	digits := 3
	switch s := d.Seconds(); {
	case s >= 1000:
		digits = 0
	case s >= 100:
		digits = 1
	case s >= 10:
		digits = 2
	}
	return strconv.FormatFloat(d.Seconds(), 'f', digits, 64)
}

// ending shows how a stage ended: its exit status, or the signal.
func ending(st *pipeline.Status) string {
	if st.End.IsZero() {
		return "runs"
	}
	ws := st.WaitStatus
	if !ws.Signaled() {
		return strconv.Itoa(ws.ExitStatus())
	}
	name := signalName(st)
	if ws.CoreDump() {
		name += " (core)"
	}
	return name
}

func signalName(st *pipeline.Status) string {
	return "SIG" + signals.Name(int(st.WaitStatus.Signal()))
}

// command shows what a stage runs.
func command(st *pipeline.Status) string {
	switch {
	case st.Text != "":
		return columns.Plain(strings.Join(strings.Fields(st.Text), " "))
	case len(st.Argv) == 0:
		return columns.Plain(st.Name)
	}
	return columns.Plain(strings.Join(st.Argv, " "))
}

// memoryOf is the most memory that the program of a stage has had, with the sign that
// says how far that is known; "": it is nothing that is measured.
func memoryOf(st *pipeline.Status) (bytes int64, sign string, ok bool) {
	if st.Rusage != nil {
		exact := false
		if bytes, exact = proc.PeakMemory(st.Rusage); exact {
			return bytes, "", true
		}
		sign = "<"
	}
	if st.Usage != nil && st.Usage.Memory > 0 {
		return st.Usage.Memory, "+", true
	}
	return bytes, sign, st.Rusage != nil
}

// busy is how long a stage kept the others waiting, as far as can be told: it
// was neither waiting for input nor blocked on output. ok is false when that
// was not sampled.
func busy(st *pipeline.Status) (d time.Duration, ok bool) {
	u := st.Usage
	if u == nil || u.Samples == 0 {
		return 0, false
	}
	return u.Running + u.Other, true
}

// bottleneck returns the stage that the others waited for, or -1 when there
// is no telling. A stage in this process is not sampled itself: it was at
// work while its neighbours waited for it.
func bottleneck(stages []pipeline.Status) int {
	if len(stages) < 2 {
		return -1
	}
	// Whoever feeds the first stage, or reads from the last, may be slower.
	worst, most, second := -1, outside(stages), time.Duration(0)
	for k := range stages {
		d, ok := busy(&stages[k])
		if !ok {
			d = awaited(stages, k)
		}
		if d > most {
			worst, most, second = k, d, most
		} else if d > second {
			second = d
		}
	}
	if most < shortest || most-second < most/10 {
		return -1
	}
	return worst
}

// outside is how long the pipeline as a whole waited for others.
func outside(stages []pipeline.Status) time.Duration {
	first, last := stages[0].Usage, stages[len(stages)-1].Usage
	var d time.Duration
	if first != nil {
		d = first.Input
	}
	if last != nil {
		d = max(d, last.Output)
	}
	return d
}

// shortest is how long a stage must have been at work to be called the
// bottleneck: a few samples.
const shortest = 30 * time.Millisecond

// awaited is how long the neighbours of stage k waited for it.
func awaited(stages []pipeline.Status, k int) time.Duration {
	var before, after time.Duration
	if k > 0 && stages[k-1].Usage != nil {
		before = stages[k-1].Usage.Output
	}
	if k+1 < len(stages) && stages[k+1].Usage != nil {
		after = stages[k+1].Usage.Input
	}
	return max(before, after)
}

// span is when a pipeline began, and how long it took or has been running.
func span(stages []pipeline.Status) (start time.Time, wall time.Duration) {
	start = stages[0].Start
	for k := range stages {
		if stages[k].Start.Before(start) {
			start = stages[k].Start
		}
	}
	for k := range stages {
		wall = max(wall, stages[k].Start.Sub(start)+lasted(&stages[k]))
	}
	return start, wall
}

// lasted is how long a stage took, or has been running.
func lasted(st *pipeline.Status) time.Duration {
	if st.End.IsZero() {
		return time.Since(st.Start)
	}
	return st.End.Sub(st.Start)
}

// complete tells whether all stages have ended.
func complete(stages []pipeline.Status) bool {
	return !slices.ContainsFunc(stages, func(st pipeline.Status) bool { return st.End.IsZero() })
}
