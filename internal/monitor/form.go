package monitor

import (
	"strconv"
	"strings"
	"time"
)

// Form says how figures are written, and of what.
type Form struct {
	Format Format
	Detail Detail
	Least  time.Duration // a pipeline that took less is not shown by itself
}

// Format is that of figures.
type Format uint8

// The formats.
const (
	FormatText Format = iota
	FormatJSON
	FormatMarkdown
)

// Detail says which pipelines are shown by themselves, and which in the summary.
type Detail uint8

// The details.
const (
	All     Detail = iota // each of them, and there is no summary
	Few                   // the first ones of a line of the script; if there are more, there is a summary
	Summary               // none
)

// fewest is how many pipelines of a line are shown under Few.
const fewest = 3

// Set reads a list of words with commas between them, such as "markdown,min=0.5". It
// returns the first one that is none.
func (f *Form) Set(list string) (bad string, ok bool) {
	for word := range strings.SplitSeq(list, ",") {
		switch word {
		case "text":
			f.Format = FormatText
		case "json":
			f.Format = FormatJSON
		case "markdown":
			f.Format = FormatMarkdown
		case "all":
			f.Detail = All
		case "summary":
			f.Detail = Summary
		default:
			value, is := strings.CutPrefix(word, "min=")
			seconds, err := strconv.ParseFloat(value, 64)
			if !is || err != nil || !(seconds >= 0 && seconds < 1e9) {
				return word, false
			}
			f.Least = time.Duration(seconds * float64(time.Second))
		}
	}
	return "", true
}

// String is what Set reads.
func (f *Form) String() string {
	return [...]string{"text", "json", "markdown"}[f.Format] + [...]string{",all", "", ",summary"}[f.Detail] +
		",min=" + strconv.FormatFloat(f.Least.Seconds(), 'f', -1, 64)
}
