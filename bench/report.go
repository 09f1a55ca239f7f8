package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"
)

// print writes what a contest has shown: the medians, and gpipe's ratio to
// each of the others.
func (c *contest) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s: %s\n", c.name, c.headline)
	fmt.Fprintf(w, "  %-16s %10s %10s %10s   %-22s %s %s\n", "", "wall ms", "user ms", "cpu ms", "gpipe/it (spread)", "user", "cpu")
	for _, k := range c.contestants {
		fmt.Fprintf(w, "  %-16s", k.name)
		for _, of := range [...]clock{wall, user, cpu} {
			fmt.Fprintf(w, " %10.2f", milliseconds(median(k.runs, of)))
		}
		if k != c.contestants[0] {
			r := c.ratios(k, wall)
			fmt.Fprintf(w, "   %-22s %.2f %.2f", fmt.Sprintf("%.3f (%.3f-%.3f)", middle(r), r[0], r[len(r)-1]), middle(c.ratios(k, user)), middle(c.ratios(k, cpu)))
		}
		fmt.Fprintln(w)
	}
	for _, t := range c.targets {
		c.printTarget(w, t)
	}
}

// printTarget tells whether a target is met. It can't be told when the median
// misses it and the best round does not.
func (c *contest) printTarget(w io.Writer, t target) {
	names := map[clock]string{wall: "wall time", user: "user time", cpu: "processor time"}
	var other *contestant
	for _, k := range c.contestants[1:] {
		switch {
		case t.other == k.name:
			other = k
		case t.other == "fastest" && k.name != gpipeBefore && (other == nil || median(k.runs, t.of) < median(other.runs, t.of)):
			other = k
		}
	}
	if other == nil {
		fmt.Fprintf(w, "  target: at most %.3g of %s: not installed\n", t.ratio, t.other)
		return
	}
	ratios := c.ratios(other, t.of)
	verdict := "met"
	switch {
	case ratios[0] > t.ratio:
		verdict = "MISSED"
	case middle(ratios) > t.ratio:
		verdict = "missed, within the noise"
	}
	fmt.Fprintf(w, "  target: at most %.3g of %s in %s: %.3f: %s\n", t.ratio, other.name, names[t.of], middle(ratios), verdict)
}

// ratios returns gpipe's time over another one's for each round, in order of
// size.
func (c *contest) ratios(other *contestant, of clock) []float64 {
	var ratios []float64
	for i, m := range c.contestants[0].runs {
		// A run may be too short for the kernel's account of user time.
		ratios = append(ratios, float64(m[of])/float64(max(other.runs[i][of], time.Microsecond)))
	}
	slices.Sort(ratios)
	return ratios
}

func median(runs []measurement, of clock) time.Duration {
	var times []time.Duration
	for _, m := range runs {
		times = append(times, m[of])
	}
	slices.Sort(times)
	return middle(times)
}

func middle[T cmp.Ordered](sorted []T) T { return sorted[len(sorted)/2] }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
