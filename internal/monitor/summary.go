package monitor

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/columns"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// tally is what the summary has of the pipelines of one line of the script that
// consist of the same commands.
type tally struct {
	file, names   string
	line          int
	times, failed int
	total, most   time.Duration
	command       string // of the slowest
}

// count notes a pipeline for the summary. r.mu is held.
func (r *Reporter) count(f *Figures) *tally {
	stages := f.job.Statuses()
	names := ""
	for k := range stages {
		names += stages[k].Name + "\x00"
	}
	i := slices.IndexFunc(r.lines, func(t *tally) bool { return t.line == f.line && t.file == f.file && t.names == names })
	if i < 0 {
		i = len(r.lines)
		r.lines = append(r.lines, &tally{file: f.file, line: f.line, names: names})
	}
	t := r.lines[i]
	_, wall := span(stages)
	t.times++
	t.total += wall
	if stages[len(stages)-1].ExitCode() != 0 {
		t.failed++
	}
	if wall >= t.most {
		t.most, t.command = wall, commands(stages)
	}
	return t
}

// commands shows what a pipeline runs.
func commands(stages []pipeline.Status) string {
	var list []string
	for k := range stages {
		list = append(list, command(&stages[k]))
	}
	return strings.Join(list, " | ")
}

// shown counts a pipeline and tells whether it is shown by itself. r.mu is held.
func (r *Reporter) shown(f *Figures) bool {
	if r.Quiet {
		r.count(f)
		return false
	}
	if counted := r.Detail != All && r.Format != FormatJSON; counted || r.Page != nil { // JSON is for programs
		if t := r.count(f); counted && (r.Detail == Summary || t.times > fewest) {
			r.hidden = true
			return false
		}
	}
	_, wall := span(f.job.Statuses())
	return wall >= r.Least
}

// Close writes the summary, if there is one, to the File or, without one, to stderr.
// What runs now is not in it, and is reported no more.
func (r *Reporter) Close(stderr *redirect.File) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running = nil
	slices.SortStableFunc(r.lines, func(a, b *tally) int { return cmp.Compare(b.total, a.total) })
	if r.Page != nil {
		r.Page.close(r.lines)
		r.Page = nil
	}
	if !r.hidden {
		return
	}
	r.hidden = false
	out := stderr
	if r.File != nil {
		out = r.File.file
	}
	rows := [][]string{{"line", "times", "failed", "total s", "mean s", "slowest", "command"}}
	times := 0
	for _, t := range r.lines {
		times += t.times
		rows = append(rows, t.row())
	}
	title := "gpipe: " + strconv.Itoa(times) + " pipelines, " + seconds(time.Since(r.began)) + " s"
	if r.Format == FormatMarkdown {
		r.put(out, []byte("**"+title+"**\n\n"+markdownTable(rows, len(rows[0])-1)+"\n"))
		return
	}
	width, _ := terminal(out)
	r.put(out, []byte(title+"\n"+aligned(rows, width)))
}

func (t *tally) row() []string {
	at := strconv.Itoa(t.line)
	if t.file != "" {
		at = columns.Plain(t.file) + ":" + at
	}
	return []string{at, strconv.Itoa(t.times), strconv.Itoa(t.failed), seconds(t.total),
		seconds(t.total / time.Duration(t.times)), seconds(t.most), t.command}
}

// aligned is rows as lines; the last column has what room is left.
func aligned(rows [][]string, width int) string {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], columns.Width(cell))
		}
	}
	var b strings.Builder
	for _, r := range rows {
		line := columns.Left(r[0], widths[0])
		for i, cell := range r[1:] {
			if i+2 < len(r) {
				cell = columns.Right(cell, widths[i+1])
			}
			line += " " + cell
		}
		b.WriteString(columns.Cut(line, width) + "\n")
	}
	return b.String()
}
