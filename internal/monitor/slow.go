package monitor

import (
	"strconv"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
)

// Slow is a line about a command that took so long, in so many columns: how long,
// and which stage of its longest pipeline, which may be nil, the others waited for.
// With color it is dim.
func Slow(d time.Duration, j *pipeline.Job, width int, color bool) string {
	text := "took " + long(d)
	if j != nil {
		stages := j.Statuses()
		if k := bottleneck(stages); k >= 0 {
			text += ", most of it in stage " + strconv.Itoa(k+1) + " of " + strconv.Itoa(len(stages)) + ": " + command(&stages[k])
		}
	}
	text = columns.Cut(text, width)
	if color {
		text = "\x1b[2m" + text + "\x1b[m"
	}
	return text + "\n"
}

// long shows a time that someone has waited for.
func long(d time.Duration) string {
	switch s := int(d.Seconds()); {
	case s >= 3600:
		return strconv.Itoa(s/3600) + " h " + strconv.Itoa(s/60%60) + " min"
	case s >= 60:
		return strconv.Itoa(s/60) + " min " + strconv.Itoa(s%60) + " s"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
}
