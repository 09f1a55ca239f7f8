package monitor

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
)

// The columns of the table. The command gets what the others leave; where that
// is too little, some of them are left out.
const (
	colNumber = iota
	colCommand
	colPid
	colEnd
	colWall
	colUser
	colSystem
	colMemory
	colIn
	colOut
	colRead
	colWrote
	colTime
	colCount
)

const (
	barWidth     = 10
	leastCommand = 8
	leastSamples = 3 // fewer say little
)

// Table shows the figures of a pipeline, in so many columns.
// With color the bottleneck stands out.
func Table(j *pipeline.Job, file string, line, width int, color bool) string {
	stages := j.Statuses()
	worst := bottleneck(stages)
	rows := tableRows(stages, worst)
	widths := layout(rows, width)
	var b strings.Builder
	b.WriteString(title(stages, file, line) + "\n")
	for n, r := range rows {
		text := columns.Cut(strings.TrimRight(join(r, widths), " "), width)
		if color && n > 0 && n-1 == worst {
			text = "\x1b[1;33m" + text + "\x1b[0m"
		}
		b.WriteString(text + "\n")
		if n > 0 {
			if jobs := jobsOf(&stages[n-1]); jobs != nil {
				b.WriteString(jobsLine(jobs, width) + "\n")
			}
		}
	}
	legend(&b, rows, width)
	return b.String()
}

// tableRows is the table, the names of its columns first.
func tableRows(stages []pipeline.Status, worst int) [][]string {
	rows := [][]string{{"#", "command", "pid", "end", "wall s", "user s", "sys s", "mem", "in", "out", "read", "wrote", "time"}}
	for k, moved := range trafficOf(stages) {
		rows = append(rows, row(k, &stages[k], &moved, k == worst))
	}
	if len(stages) == 1 {
		rows[0][colIn], rows[0][colOut] = "", ""
	}
	return rows
}

func title(stages []pipeline.Status, file string, line int) string {
	_, wall := span(stages)
	text := "gpipe: "
	if file != "" {
		text += columns.Plain(file) + ": "
	}
	if line > 0 {
		text += "line " + strconv.Itoa(line) + ": "
	}
	if len(stages) > 1 {
		text += strconv.Itoa(len(stages)) + " stages, "
	}
	text += seconds(wall) + " s"
	if !complete(stages) {
		text += " so far"
	}
	return text
}

// row is the figures of one stage.
func row(k int, st *pipeline.Status, moved *traffic, worst bool) []string {
	mark := strconv.Itoa(k + 1)
	if worst {
		mark += "*"
	}
	r := []string{mark, command(st), "-", ending(st), seconds(lasted(st)), "-", "-", "-", "", "", "-", "-", bar(st.Usage)}
	if st.Pid != 0 {
		r[colPid] = strconv.Itoa(st.Pid)
	}
	if ru := st.Rusage; ru != nil {
		r[colUser], r[colSystem] = seconds(time.Duration(ru.Utime.Nano())), seconds(time.Duration(ru.Stime.Nano()))
	}
	if bytes, sign, ok := memoryOf(st); ok {
		r[colMemory] = signed(bytes, sign)
	}
	if jobs := jobsOf(st); jobs != nil {
		poolRow(r, jobs)
	}
	if u := st.Usage; u != nil {
		sign := ""
		if !u.Final {
			sign = "+"
		}
		r[colRead], r[colWrote] = signed(moved.read, sign), signed(moved.wrote, sign)
		moved.show(r, sign)
	}
	return r
}

// show fills in what went through the pipes.
func (t *traffic) show(r []string, sign string) {
	for _, side := range []struct {
		col   int
		bytes int64
		about bool
	}{{colIn, t.in, t.aboutIn}, {colOut, t.out, t.aboutOut}} {
		switch {
		case side.bytes < 0:
		case side.about:
			r[side.col] = signed(side.bytes, "~")
		default:
			r[side.col] = signed(side.bytes, sign)
		}
	}
}

// signed is amount with a sign: < and ~ come before it.
func signed(bytes int64, sign string) string {
	switch {
	case bytes < 0:
		return amount(bytes)
	case sign == "+":
		return amount(bytes) + sign
	}
	return sign + amount(bytes)
}

// bar shows where the time of a stage went.
func bar(u *pipeline.Usage) string {
	if u == nil || u.Samples < leastSamples || u.Sampled() == 0 {
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

// layout returns how wide each column is, -1: it is left out.
func layout(rows [][]string, width int) []int {
	widths := make([]int, colCount)
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], columns.Width(cell))
		}
	}
	needed := min(widths[colCommand], leastCommand)
	for _, i := range []int{colIn, colOut} {
		if widths[i] == 0 {
			widths[i] = -1
		}
	}
	for _, i := range []int{colPid, colWrote, colRead, colMemory, colSystem, colUser, colWall, colOut, colIn, colTime} {
		if left(widths, width) >= needed {
			break
		}
		widths[i] = -1
	}
	widths[colCommand] = max(min(widths[colCommand], left(widths, width)), needed)
	return widths
}

// left is what the other columns leave for the command.
func left(widths []int, width int) int {
	for i, w := range widths {
		if i != colCommand && w >= 0 {
			width -= w + 1
		}
	}
	return width
}

// join writes a row; numbers stand to the right.
func join(r []string, widths []int) string {
	var b strings.Builder
	for i, cell := range r {
		if widths[i] < 0 {
			continue
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		if i <= colCommand || i == colTime {
			b.WriteString(columns.Left(cell, widths[i]))
		} else {
			b.WriteString(columns.Right(cell, widths[i]))
		}
	}
	return b.String()
}

// legend explains the signs that the table has.
func legend(b *strings.Builder, rows [][]string, width int) {
	has := func(sign string, cols ...int) bool {
		return slices.ContainsFunc(rows[1:], func(r []string) bool {
			return slices.ContainsFunc(cols, func(i int) bool { return strings.Contains(r[i], sign) })
		})
	}
	sampled := has("#", colTime) || has("<", colTime) || has(">", colTime) || has(".", colTime)
	for _, note := range []struct {
		show bool
		text []string
	}{
		{has("*", colNumber), []string{"* the stage that the others waited for"}},
		{sampled, []string{"# running", "< waiting for input", "> blocked on output", ". waiting otherwise"}},
		{has("+", colIn, colOut, colRead, colWrote, colMemory), []string{"+ at least: looked at before the end"}},
		{has("~", colIn, colOut), []string{"~ what the other side of the pipe has"}},
		{has("<", colMemory), []string{"< at most: what gpipe itself had"}},
		{has("-", colUser, colRead, colTime), []string{"- not known: in gpipe, or too brief"}},
	} {
		if note.show {
			wrap(b, note.text, width)
		}
	}
}

// wrap writes parts on as few lines as possible.
func wrap(b *strings.Builder, parts []string, width int) {
	line := ""
	for _, p := range parts {
		if line != "" && 2+columns.Width(line)+2+columns.Width(p) > width {
			b.WriteString("  " + line + "\n")
			line = ""
		}
		if line != "" {
			line += "  "
		}
		line += p
	}
	b.WriteString("  " + columns.Cut(line, width-2) + "\n")
}
