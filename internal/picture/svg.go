package main

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// event is one of a trace: see the manual page.
type event struct {
	Name     string
	Phase    string  `json:"ph"`
	Process  int     `json:"pid"`
	Thread   int     `json:"tid"`
	Start    float64 `json:"ts"`
	Duration float64 `json:"dur"`
	Args     struct{ Pid int }
}

// stages is the process that a trace has stages under.
const stages = 2

const (
	charWidth  = 8.43 // of the font below
	lineHeight = 18
	margin     = 14
	font       = `font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14"`
)

// sheet is a picture with a background, light or dark as the reader has it.
func sheet(width, height float64, body string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f">
<style>
.b { fill: #f6f8fa } .t { fill: #1f2328 } .q { fill: #59636e } .run { fill: #2da44e } .in { fill: #54aeff } .out { fill: #e5534b } .row { fill: #d1d9e0 }
@media (prefers-color-scheme: dark) { .b { fill: #151b23 } .t { fill: #f0f6fc } .q { fill: #9198a1 } .row { fill: #3d444d } }
</style>
<rect class="b" width="100%%" height="100%%" rx="6"/>
%s</svg>
`, width, height, width, height, body)
}

// words is text at a place.
func words(class string, x, y float64, text string) string {
	return fmt.Sprintf("<text class=%q x=\"%.1f\" y=\"%.1f\" xml:space=\"preserve\" %s>%s</text>\n", class, x, y, font, html.EscapeString(text))
}

// terminal is a command and what it prints.
func terminal(command, output string) string {
	lines := strings.Split(strings.TrimRight(output, "\n"), "\n")
	var b strings.Builder
	y, widest := float64(margin+lineHeight-4), utf8.RuneCountInString(command)+2
	b.WriteString(words("q", margin, y, "$ "+command))
	for _, l := range lines {
		y += lineHeight
		b.WriteString(words("t", margin, y, l))
		widest = max(widest, utf8.RuneCountInString(l))
	}
	return sheet(2*margin+float64(widest)*charWidth, y+margin, b.String())
}

// timeLine is the stages of a trace with what they waited for.
func timeLine(events []event) string {
	const left, width, rowHeight = 120.0, 720.0, 26.0
	rows, first, last := 0, 0.0, 0.0
	for _, e := range events {
		if e.stage() {
			rows = max(rows, e.Thread)
			if first == 0 || e.Start < first {
				first = e.Start
			}
			last = max(last, e.Start+e.Duration)
		}
	}
	x := func(at float64) float64 { return left + (at-first)/max(last-first, 1)*width }
	y := func(row int) float64 { return margin + float64(row-1)*rowHeight }
	bar := func(class string, e event, inset float64) string {
		return fmt.Sprintf("<rect class=%q x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>\n", class,
			x(e.Start), y(e.Thread)+inset, max(x(e.Start+e.Duration)-x(e.Start), 0.5), rowHeight-4-2*inset, html.EscapeString(e.Name))
	}
	var b strings.Builder
	for _, e := range events {
		if e.stage() {
			b.WriteString(bar("run", e, 0) + words("t", margin, y(e.Thread)+rowHeight-9, e.Name))
		}
	}
	for _, e := range events { // on top of these
		if e.Process == stages && e.Phase == "X" && !e.stage() {
			b.WriteString(bar(e.class(), e, 0))
		}
	}
	bottom := y(rows+1) + 2
	for i := range 5 {
		at := first + (last-first)*float64(i)/4
		b.WriteString(words("q", x(at)-20*float64(min(i, 1)+i/4), bottom+lineHeight-2, fmt.Sprintf("%.2f s", (at-first)/1e6)))
	}
	bottom += lineHeight + 8
	at := left
	for _, key := range [...]struct{ class, name string }{{"run", "running"}, {"in", "waiting for input"}, {"out", "blocked on output"}, {"row", "waiting otherwise"}} {
		b.WriteString(fmt.Sprintf("<rect class=%q x=\"%.1f\" y=\"%.1f\" width=\"14\" height=\"14\"/>\n", key.class, at, bottom))
		b.WriteString(words("q", at+20, bottom+12, key.name))
		at += 45 + float64(len(key.name))*charWidth
	}
	return sheet(left+width+margin, bottom+2*margin, b.String())
}

// stage tells whether an event is all of a stage.
func (e event) stage() bool { return e.Process == stages && e.Phase == "X" && e.Args.Pid != 0 }

// class is what a stage waited for.
func (e event) class() string {
	switch {
	case strings.HasPrefix(e.Name, "waiting for input"):
		return "in"
	case strings.HasPrefix(e.Name, "blocked on output"):
		return "out"
	}
	return "row"
}
