package differential

import (
	"regexp"
	"slices"
	"strings"
)

// Outcome is what all shells made of one script.
type Outcome struct {
	Script  Script
	Gpipe   Result
	Results []Result // of the references, dash and bash first
}

// with is the script with another text.
func (s Script) with(text string) Script {
	s.Text = text
	return s
}

// Verdict says how gpipe stands to what dash and bash agree on.
type Verdict int

const (
	Unclear   Verdict = iota // dash and bash differ
	Same                     // all three agree
	Different                // dash and bash agree, and gpipe does something else
	Silent                   // like Same, but only gpipe is silent, or only gpipe complains
)

// Judge compares. Two failures are the same whatever their numbers if dash
// and bash have different ones: each shell has its own for many errors.
func (o *Outcome) Judge() Verdict {
	if len(o.Results) == 1 {
		return o.judgeByOne()
	}
	dash, bash := o.Results[0], o.Results[1]
	loose := dash.Status != bash.Status
	switch {
	case dash.TimedOut || bash.TimedOut || !dash.like(bash, true):
		return Unclear
	case dash.malformed() != bash.malformed():
		return Unclear // alike only by chance
	case !o.Gpipe.like(dash, loose):
		return Different
	case dash.Messages == bash.Messages && o.Gpipe.Messages != dash.Messages:
		return Silent
	}
	return Same
}

// judgeByOne compares with the only reference, whose very status counts, but for that
// after an error of syntax: it may be 2, 1 or that of the command before.
func (o *Outcome) judgeByOne() Verdict {
	own, r := o.Gpipe.plain(), o.Results[0].plain()
	if r.malformed() && own.malformed() {
		own.Status = r.Status
	}
	switch {
	case r.TimedOut:
		return Unclear
	case !own.like(r, false):
		return Different
	case own.Messages != r.Messages:
		return Silent
	}
	return Same
}

// plain is the result without the texts of messages that a script has sent to
// standard output: each shell has its own.
func (r Result) plain() Result {
	if !strings.Contains(r.Stdout, ": ") {
		return r
	}
	var lines []string
	for line := range strings.SplitAfterSeq(r.Stdout, "\n") {
		if message.MatchString(line) {
			line = "message\n"
		}
		lines = append(lines, line)
	}
	r.Stdout = strings.Join(lines, "")
	return r
}

// message finds the line of a message.
var message = regexp.MustCompile(`^(#\? )?(gpipe: |(\S*/(script|bash|lib\d*)|main|environment): line \d+: ).*\n`)

// Alone tells whether gpipe does what no other shell does, though the other
// ones may differ.
func (o *Outcome) Alone() bool {
	for _, r := range o.Results {
		if o.Gpipe.like(r, true) {
			return false
		}
	}
	return true
}

// Unanimous tells whether the first n references agree.
func (o *Outcome) Unanimous(n int) bool {
	for _, r := range o.Results[:min(n, len(o.Results))] {
		if r.TimedOut || !r.like(o.Results[0], false) {
			return false
		}
	}
	return true
}

// malformed tells whether the shell complained of the script's syntax.
func (r Result) malformed() bool {
	for _, of := range []string{"yntax error", "unexpected EOF", "unexpected token", "unexpected argument", "conditional binary operator expected", "expected `)'", "while looking for matching"} {
		if strings.Contains(r.Stderr, of) {
			return true
		}
	}
	return false
}

func (r Result) like(other Result, loose bool) bool {
	same := r.Status == other.Status || loose && r.Status != 0 && other.Status != 0
	return same && r.Stdout == other.Stdout && r.TimedOut == other.TimedOut
}

// Compare runs a script with gpipe and the references. If it does not end in
// the first of these, it is taken to end in none.
func (b *Bench) Compare(gpipe Shell, references []Shell, script Script) (*Outcome, error) {
	o := &Outcome{Script: script}
	var err error
	for k, s := range references {
		r, err := b.Run(s, script)
		if err != nil {
			return nil, err
		}
		if k == 0 && r.TimedOut {
			r = Result{TimedOut: true}
			o.Gpipe, o.Results = r, slices.Repeat([]Result{r}, len(references))
			return o, nil
		}
		o.Results = append(o.Results, r)
	}
	o.Gpipe, err = b.Run(gpipe, script)
	return o, err
}
