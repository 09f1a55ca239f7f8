package monitor

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gpipe/internal/sys"
	"gpipe/pipeline"
)

// The columns of the table; the command gets what the others leave.
const (
	colCommand   = 1
	barWidth     = 10
	leastCommand = 8
)

// Table shows the figures of a pipeline that has ended, in so many columns.
// With color the bottleneck stands out.
func Table(j *pipeline.Job, line, width int, color bool) string {
	stages := j.Statuses()
	worst := bottleneck(stages)
	rows := [][]string{{"#", "command", "pid", "end", "wall s", "user s", "sys s", "mem", "read", "wrote", "time"}}
	for k := range stages {
		rows = append(rows, row(k, &stages[k], k == worst))
	}
	widths := columns(rows, width)
	var b strings.Builder
	b.WriteString(title(stages, line) + "\n")
	for n, r := range rows {
		text := strings.TrimRight(join(r, widths), " ")
		if color && n > 0 && n-1 == worst {
			text = "\x1b[1;33m" + text + "\x1b[0m"
		}
		b.WriteString(text + "\n")
	}
	b.WriteString(legend(stages, worst))
	return b.String()
}

func title(stages []pipeline.Status, line int) string {
	_, wall := span(stages)
	text := "gpipe: "
	if line > 0 {
		text += "line " + strconv.Itoa(line) + ": "
	}
	if len(stages) > 1 {
		text += strconv.Itoa(len(stages)) + " stages, "
	}
	return text + seconds(wall) + " s"
}

// row is the figures of one stage.
func row(k int, st *pipeline.Status, worst bool) []string {
	mark := strconv.Itoa(k + 1)
	if worst {
		mark += "*"
	}
	r := []string{mark, command(st), "-", ending(st), seconds(st.End.Sub(st.Start)), "-", "-", "-", "-", "-", bar(st.Usage)}
	if st.Pid != 0 {
		r[2] = strconv.Itoa(st.Pid)
	}
	if ru := st.Rusage; ru != nil {
		r[5], r[6] = seconds(time.Duration(ru.Utime.Nano())), seconds(time.Duration(ru.Stime.Nano()))
		bytes, exact := sys.PeakMemory(ru)
		r[7] = amount(bytes)
		if !exact {
			r[7] = "<" + r[7]
		}
	}
	if u := st.Usage; u != nil {
		more := ""
		if !u.Final && u.Read >= 0 {
			more = "+"
		}
		r[8], r[9] = amount(u.Read)+more, amount(u.Written)+more
	}
	return r
}

// bar shows where the time of a stage went.
func bar(u *pipeline.Usage) string {
	if u == nil || u.Sampled() == 0 {
		return "-"
	}
	var b strings.Builder
	total, sum, drawn := u.Sampled(), time.Duration(0), 0
	for i, d := range []time.Duration{u.Running, u.Input, u.Output, u.Other} {
		sum += d
		upTo := int((sum*barWidth + total/2) / total)
		b.WriteString(strings.Repeat("#<>."[i:i+1], upTo-drawn))
		drawn = upTo
	}
	return b.String()
}

// columns returns how wide each column is.
func columns(rows [][]string, width int) []int {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	rest := width - (len(widths) - 1)
	for i, w := range widths {
		if i != colCommand {
			rest -= w
		}
	}
	widths[colCommand] = max(min(widths[colCommand], rest), leastCommand)
	return widths
}

// join writes a row; numbers stand to the right.
func join(r []string, widths []int) string {
	var b strings.Builder
	for i, cell := range r {
		if i > 0 {
			b.WriteByte(' ')
		}
		if i <= colCommand || i == len(r)-1 {
			b.WriteString(fit(cell, widths[i]))
			continue
		}
		b.WriteString(strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(cell))) + cell)
	}
	return b.String()
}

// legend explains the signs that the table has.
func legend(stages []pipeline.Status, worst int) string {
	var notes []string
	sampled, partial, bound, unknown := false, false, false, false
	for k := range stages {
		st := &stages[k]
		if u := st.Usage; u != nil {
			sampled = sampled || u.Sampled() > 0
			partial = partial || !u.Final && u.Read >= 0
			unknown = unknown || u.Read < 0
		}
		if st.Rusage != nil {
			_, exact := sys.PeakMemory(st.Rusage)
			bound = bound || !exact
		}
	}
	add := func(cond bool, text string) {
		if cond {
			notes = append(notes, "  "+text+"\n")
		}
	}
	add(worst >= 0, "* the stage that the others waited for")
	add(sampled, "# running  < waiting for input  > blocked on output  . waiting otherwise")
	add(partial, "+ at least: counted before the end")
	add(bound, "< at most: no more than gpipe itself had")
	add(unknown, "- not known: the stage ran in gpipe, or too briefly to be looked at")
	return strings.Join(notes, "")
}
