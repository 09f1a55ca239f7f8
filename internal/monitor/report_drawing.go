package monitor

import (
	"strconv"
	"strings"
	"time"

	"gpipe/internal/pipeline"
)

// graph is the stages of a pipeline, and what went from one to the next.
func (c *course) graph(w *pageWriter) {
	pipes, worst := flows(c.stages), bottleneck(c.stages)
	w.WriteString("<ol class=\"graph\">")
	for k := range c.stages {
		class := ""
		if k == worst {
			class = " class=\"worst\""
		}
		w.WriteString("<li" + class + ">")
		w.text("b", "", command(&c.stages[k]))
		w.text("small", "", ending(&c.stages[k]))
		w.WriteString("</li>")
		if k < len(pipes) {
			about := ""
			if pipes[k].about {
				about = "~"
			}
			w.text("li", ` class="pipe"`, about+amount(max(pipes[k].in, pipes[k].out))+" →")
		}
	}
	w.WriteString("</ol>\n")
}

// drawn is how wide drawings are, in units of their own: they are as wide as the page.
const drawn = 1000

// timeline is a line for each stage with what it did when.
func (c *course) timeline(w *pageWriter) {
	w.WriteString("<div class=\"time\">\n")
	for k := range c.stages {
		st := &c.stages[k]
		w.text("span", ` class="command"`, strconv.Itoa(k+1)+" "+command(st))
		w.WriteString(`<svg viewBox="0 0 1000 18" preserveAspectRatio="none" role="img"><title>` + markup(command(st)+": "+spent(st.Usage)) + `</title>`)
		from := st.Start.Sub(c.start)
		c.bar(w, "life", "from start to end", from, from+lasted(st))
		c.activities(w, k, from+lasted(st))
		w.WriteString("</svg>\n")
	}
	w.WriteString(`<span></span><div class="axis"><span>0</span><span>` + seconds(c.took/2) + `</span><span>` + seconds(c.took) + " s</span></div>\n")
	c.throughput(w)
	w.WriteString("</div>\n")
}

// activities are the parts of a stage's time in which it did the same.
func (c *course) activities(w *pageWriter, k int, end time.Duration) {
	list := c.slices[k]
	for n := 0; n < len(list); {
		doing, first := list[n].doing(), n
		for n++; n < len(list) && list[n].doing() == doing; n++ {
		}
		from, until := time.Duration(first)*c.width, min(time.Duration(n)*c.width, end)
		if first == 0 {
			from = c.stages[k].Start.Sub(c.start)
		}
		if n == len(list) && doing != pipeline.Unknown {
			until = end
		}
		if doing != pipeline.Unknown && until > from {
			c.bar(w, activityClass(doing), doing.String(), from, until)
		}
	}
}

// activityClass is how the style sheet calls an activity.
func activityClass(a pipeline.Activity) string {
	switch a {
	case pipeline.Running:
		return "run"
	case pipeline.WaitingForInput:
		return "in"
	case pipeline.BlockedOnOutput:
		return "out"
	}
	return "wait"
}

// bar is a part of a line. The height says what it is, too: not all see colors.
func (c *course) bar(w *pageWriter, class, what string, from, until time.Duration) {
	y, height := 1, 16
	switch class {
	case "in":
		y, height = 11, 6
	case "out":
		y, height = 1, 6
	case "wait":
		y, height = 7, 4
	case "life":
		y, height = 8, 2
	}
	x, width := c.x(from), max(c.x(until)-c.x(from), 1)
	w.WriteString(`<rect class="` + class + `" x="` + coordinate(x) + `" y="` + strconv.Itoa(y) + `" width="` + coordinate(width) +
		`" height="` + strconv.Itoa(height) + `"><title>` + markup(what+", "+seconds(from)+" to "+seconds(until)+" s") + `</title></rect>`)
}

// x is where a time stands in a drawing.
func (c *course) x(at time.Duration) float64 {
	if c.took <= 0 {
		return 0
	}
	return drawn * float64(min(at, c.took)) / float64(c.took)
}

func coordinate(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// throughput is a drawing for each pipe of how much went through it when.
func (c *course) throughput(w *pageWriter) {
	pipes := flows(c.stages)
	for k := range pipes {
		all := max(pipes[k].in, pipes[k].out)
		if len(c.piped[k]) < leastSamples || all <= 0 || c.took <= 0 {
			continue
		}
		rates, most := c.rates(k)
		label := "pipe " + strconv.Itoa(k+1) + ": " + amount(all) + ", at most " + amount(int64(most)) + "/s"
		w.text("span", ` class="facts"`, label)
		w.WriteString(`<svg class="rates" viewBox="0 0 1000 40" preserveAspectRatio="none" role="img"><title>` + markup(label+", in the mean "+
			amount(int64(float64(all)/c.took.Seconds()))+"/s") + `</title><path class="area" d="` + c.area(rates, most) + `"/></svg>` + "\n")
	}
}

// rates is how much went through pipe k in each slice of time, per second.
func (c *course) rates(k int) (rates []float64, most float64) {
	before, known := int64(0), -1 // as of the slice before the first
	for n, bytes := range c.piped[k] {
		if bytes < 0 && n < len(c.piped[k])-1 {
			continue
		}
		moved := max(bytes-before, 0)
		for range n - known { // those without a look share it
			rates = append(rates, float64(moved)/float64(n-known)/c.width.Seconds())
		}
		before, known = max(bytes, before), n
		most = max(most, rates[n])
	}
	return rates, most
}

// area is a path below which is what the rates add up to.
func (c *course) area(rates []float64, most float64) string {
	var d strings.Builder
	d.WriteString("M0 40")
	for n, rate := range rates {
		height := 0.0
		if most > 0 {
			height = 38 * rate / most
		}
		d.WriteString("L" + coordinate(c.x(time.Duration(n)*c.width)) + " " + coordinate(40-height) + "H" + coordinate(c.x(time.Duration(n+1)*c.width)))
	}
	d.WriteString("V40Z")
	return d.String()
}
