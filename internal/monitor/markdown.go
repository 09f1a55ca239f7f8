package monitor

import (
	"strconv"
	"strings"

	"gpipe/internal/pipeline"
)

// Markdown shows the figures of a pipeline as a table for the pages of programs that
// build and test.
func Markdown(j *pipeline.Job, file string, line int) string {
	stages := j.Statuses()
	worst := bottleneck(stages)
	text := "**" + escaped(title(stages, file, line)) + "**"
	if worst >= 0 {
		text += " The others waited for stage " + strconv.Itoa(worst+1) + "."
	}
	return text + "\n\n" + markdownTable(tableRows(stages, -1), colCommand) + "\n"
}

// markdownTable is rows as a table, whose texts are in one column.
func markdownTable(rows [][]string, texts int) string {
	var b strings.Builder
	for n, r := range rows {
		b.WriteByte('|')
		for _, cell := range r {
			b.WriteString(" " + escaped(cell) + " |")
		}
		b.WriteByte('\n')
		if n > 0 {
			continue
		}
		b.WriteByte('|')
		for i := range r {
			if i == texts {
				b.WriteString(" --- |")
			} else {
				b.WriteString(" ---: |")
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// escaped is text that Markdown shows as it is.
func escaped(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if strings.IndexByte("\\`*_{}[]<>()#+-!|~$&@:", text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
