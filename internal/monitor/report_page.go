package monitor

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gpipe/internal/columns"
)

// pageWriter is HTML text.
type pageWriter struct{ strings.Builder }

// text is what an element of that name, with these attributes, has; all of it may come
// from a script.
func (w *pageWriter) text(element, attributes, text string) {
	w.WriteString("<" + element + attributes + ">" + markup(text) + "</" + element + ">")
}

// markup is text with nothing in it that HTML would heed, in or outside of quotes.
func markup(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(columns.Plain(text))
}

// close writes the page. lines is what the summary has.
func (p *Page) close(lines []*tally) {
	p.longestFirst()
	for n, c := range p.runs {
		c.open = n < openRuns
	}
	slices.SortFunc(p.runs, func(a, b *course) int { return cmp.Compare(a.number, b.number) })
	name := p.name
	if name == "" {
		name = "gpipe"
	}
	w := &pageWriter{}
	w.WriteString("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n" +
		"<meta name=\"color-scheme\" content=\"light dark\">\n")
	w.text("title", "", name+": what its pipelines did")
	w.WriteString("\n<style>" + pageStyle + "</style>\n<main>\n<header>\n")
	w.text("h1", "", name)
	w.text("p", "", p.overview(lines))
	w.WriteString("\n</header>\n")
	p.showScript(w)
	showLines(w, lines)
	for _, c := range p.runs {
		c.show(w)
	}
	w.WriteString(pageLegend + "</main>\n</html>\n")
	p.out.write([]byte(w.String()))
}

// overview says in a sentence what there was.
func (p *Page) overview(lines []*tally) string {
	times := 0
	for _, t := range lines {
		times += t.times
	}
	text := p.began.Format("2 January 2006, 15:04:05 MST") + ": " + counts(times, "pipeline") + " in " + seconds(time.Since(p.began)) + " s."
	if p.gone > 0 {
		text += " The " + strconv.Itoa(len(p.runs)) + " longest ones are shown; all of them are in the table by lines."
	}
	return text
}

func counts(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// longScript is how many lines are shown without being asked for.
const longScript = 40

// showScript shows the script; its lines lead to the pipelines that they ran.
func (p *Page) showScript(w *pageWriter) {
	if p.script == "" {
		return
	}
	lines := strings.Split(strings.TrimSuffix(p.script, "\n"), "\n")
	open := " open"
	if len(lines) > longScript {
		open = ""
	}
	w.WriteString("<details class=\"script\"" + open + "><summary>The script</summary>\n<ol>\n")
	for n, line := range lines {
		w.WriteString("<li><code>" + markup(strings.ReplaceAll(line, "\t", "    ")) + "</code>")
		for _, c := range p.runs {
			if c.line == n+1 && (c.file == p.name || c.file == "") {
				w.WriteString(" <a href=\"#" + c.id() + "\">" + seconds(c.took) + " s</a>")
			}
		}
		w.WriteString("</li>\n")
	}
	w.WriteString("</ol>\n</details>\n")
}

// showLines shows how often each line ran, if one did more than once.
func showLines(w *pageWriter, lines []*tally) {
	if !slices.ContainsFunc(lines, func(t *tally) bool { return t.times > 1 }) {
		return
	}
	w.WriteString("<section>\n<h2 class=\"plain\">By lines</h2>\n<div class=\"wide\"><table>\n<tr><th class=\"command\">line<th class=\"command\">command of the slowest<th>times<th>failed<th>total s<th>mean s<th>slowest s</tr>\n")
	for _, t := range lines {
		r := t.row()
		w.WriteString("<tr><td class=\"command\">" + markup(r[0]) + "<td class=\"command\">" + markup(r[6]) + "<td>" + r[1])
		for _, cell := range r[2:6] {
			w.WriteString("<td>" + cell)
		}
		w.WriteString("</tr>\n")
	}
	w.WriteString("</table></div>\n</section>\n")
}

func (c *course) id() string { return "p" + strconv.Itoa(c.number) }

// show shows a pipeline.
func (c *course) show(w *pageWriter) {
	open := ""
	if c.open {
		open = " open"
	}
	w.WriteString("<details id=\"" + c.id() + "\"" + open + "><summary>")
	w.text("h2", "", commands(c.stages))
	facts := strings.TrimPrefix(title(c.stages, c.file, c.line), "gpipe: ")
	if !complete(c.stages) {
		facts += ": it still runs"
	}
	w.text("p", " class=\"facts\"", facts)
	w.WriteString("</summary>\n")
	w.text("p", " class=\"verdict\"", verdict(c.stages))
	w.WriteByte('\n')
	c.graph(w)
	c.timeline(w)
	c.table(w)
	w.WriteString("</details>\n")
}

// table is that of --stats.
func (c *course) table(w *pageWriter) {
	w.WriteString("<div class=\"wide\"><table>\n")
	for n, r := range tableRows(c.stages, bottleneck(c.stages)) {
		cell := "td"
		if n == 0 {
			cell = "th"
		}
		w.WriteString("<tr>")
		for i, text := range r[:colTime] {
			class := ""
			if i == colCommand {
				class = " class=\"command\""
			}
			w.text(cell, class, text)
		}
		w.WriteString("</tr>\n")
	}
	w.WriteString("</table></div>\n")
}
