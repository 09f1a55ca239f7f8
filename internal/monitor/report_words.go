package monitor

import (
	"strconv"
	"time"

	"gpipe/internal/pipeline"
)

// verdict says in words what held a pipeline up.
func verdict(stages []pipeline.Status) string {
	_, wall := span(stages)
	if worst := bottleneck(stages); worst >= 0 {
		return blamed(stages, worst, wall)
	}
	sampled := false
	for k := range stages {
		u := stages[k].Usage
		sampled = sampled || u != nil && u.Samples >= leastSamples
	}
	first, last := stages[0].Usage, stages[len(stages)-1].Usage
	switch {
	case wall < shortest || !sampled:
		return "It was too brief to tell where its time went."
	case len(stages) == 1:
		return "A single command: " + spent(first) + "."
	case first != nil && first.Input > wall/2:
		return "It waited for its input, which comes from outside: for " + part(first.Input, wall) + " of its time."
	case last != nil && last.Output > wall/2:
		return "It waited for whoever reads its output, outside: for " + part(last.Output, wall) + " of its time."
	}
	return "No stage stands out: they shared the work, or each waited for something of its own."
}

// blamed says what is known of the stage that the others waited for.
func blamed(stages []pipeline.Status, k int, wall time.Duration) string {
	st := &stages[k]
	text := "Stage " + strconv.Itoa(k+1) + ", " + command(st) + ", kept the others waiting"
	if st.Usage != nil && st.Usage.Samples > 0 {
		text += ": " + spent(st.Usage)
	}
	if d := awaited(stages, k); d > 0 {
		text += "; for " + part(d, wall) + " of the time a neighbour had to wait for it"
	}
	return text + "."
}

// spent says where the time of a stage went, the largest part first.
func spent(u *pipeline.Usage) string {
	if u == nil || u.Sampled() == 0 {
		return "it was not looked at"
	}
	text := "it was at work for " + part(u.Running, u.Sampled()) + " of its time"
	for _, other := range []struct {
		d    time.Duration
		what string
	}{{u.Input, "waiting for input"}, {u.Output, "blocked on its output"}, {u.Other, "waiting for something else"}} {
		if other.d >= u.Sampled()/20 {
			text += ", " + other.what + " for " + part(other.d, u.Sampled())
		}
	}
	return text
}

// part is a share in percent.
func part(d, of time.Duration) string {
	if of <= 0 {
		return "-"
	}
	return strconv.FormatInt(min(int64(d)*100/int64(of), 100), 10) + " %"
}
