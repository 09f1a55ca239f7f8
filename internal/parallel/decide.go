package parallel

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Stage is what is known of a stage of a pipeline that may be split.
type Stage struct {
	// Argv is the words of a program, nil if the stage is something else: then Why
	// says what.
	Argv []string
	Path string // the program's file
	Why  string
	// Locale is how text is compared there: the value of LC_ALL, LC_COLLATE or LANG.
	Locale string
	Fds    []int // the descriptors that it redirects
}

// Decision is what is done with a stage.
type Decision struct {
	Row *Row // the stage is split, by this row; nil: it is not
	// Counts says that the stage, which is sort, and the one behind it, which is uniq
	// -c, become a count of equal lines.
	Counts bool
	// Refused is why the stage runs as it is written.
	Refused string
	// Bound is the most that the whole pipeline gains by it, as far as that is known.
	Bound float64
}

// Limits is what splitting is to keep to.
type Limits struct {
	Jobs   int  // runs at a time
	Always bool // also where little or nothing is gained
}

// leastGain is what a pipeline must gain.
const leastGain = 1.2

// find returns the row of a command, and its arguments; why is why there is none.
func find(argv []string) (row *Row, a *arguments, why string) {
	name := path.Base(argv[0])
	why = name + " is not in the table"
	rows := Rows()
	for i := range rows {
		r := &rows[i]
		if r.Program != name {
			continue
		}
		found, against := r.read(argv[1:])
		if against == "" {
			return r, found, ""
		}
		if a == nil || found != nil { // of the row that is nearest
			a, why = found, against
		}
	}
	return nil, nil, why
}

// Decide says what is done with the stages of a pipeline.
//
// The stages run at the same time as it is. So a pipeline takes as long as its slowest
// stage, or all of their work on the processors there are; and splitting can only gain
// what is between the two.
func Decide(stages []Stage, l Limits) []Decision {
	list := make([]Decision, len(stages))
	costs := make([]float64, len(stages)) // 0: not known
	rows := make([]*Row, len(stages))
	for i := range stages {
		s := &stages[i]
		if s.Argv == nil {
			list[i].Refused = s.Why
			continue
		}
		row, a, why := find(s.Argv)
		if row == nil {
			list[i].Refused = why
			continue
		}
		rows[i], costs[i] = row, row.Usual
		if row.Cost != nil {
			costs[i] = row.Cost(a)
		}
	}
	countLines(stages, list)
	flow := 1.0
	for i := range list {
		gives := unknownGives
		if list[i].Counts {
			rows[i], costs[i], gives = nil, countCost, 1
		} else if r := rows[i]; r != nil {
			if gives = r.Gives; gives == 0 {
				gives = 1
			}
		}
		costs[i] *= flow
		flow *= gives
	}
	split(list, rows, costs, l)
	return list
}

// split chooses the stages that are split: the slowest first, as long as that gains
// enough.
func split(list []Decision, rows []*Row, costs []float64, l Limits) {
	now := took(list, rows, costs, l.Jobs)
	for {
		k := -1
		for i, r := range rows {
			if r != nil && list[i].Row == nil && list[i].Refused == "" && (k < 0 || costs[i] > costs[k]) {
				k = i
			}
		}
		if k < 0 {
			return
		}
		list[k].Row = rows[k]
		then := took(list, rows, costs, l.Jobs)
		list[k].Bound = now / then
		if !l.Always && list[k].Bound < leastGain {
			list[k].Row = nil
			list[k].Refused = fmt.Sprintf("the pipeline would be %.1f times as fast at most", max(list[k].Bound, 1))
			if l.Jobs < 2 {
				list[k].Refused = "one run at a time gains nothing"
			}
			continue
		}
		now = then
	}
}

// took is how long a pipeline takes at least.
func took(list []Decision, rows []*Row, costs []float64, jobs int) float64 {
	all, slowest := 0.0, 0.01
	for i, c := range costs {
		switch r := rows[i]; {
		case list[i].Row != nil:
			joins := r.Joins * c
			c += relayCost
			slowest = max(slowest, handCost, c/float64(jobs)+joins)
			c += joins
		case r != nil && r.Threads > 0:
			slowest = max(slowest, c/min(r.Threads, float64(jobs)))
		default:
			slowest = max(slowest, c)
		}
		all += c
	}
	return max(slowest, all/float64(max(jobs, 1)))
}

// countLines finds sort with uniq -c behind it. In another locale than that of bytes
// uniq may find lines equal that differ.
func countLines(stages []Stage, list []Decision) {
	for i := 0; i+1 < len(stages); i++ {
		a, b := stages[i], stages[i+1]
		if !isCommand(a, "sort") || !isCommand(b, "uniq", "-c") {
			continue
		}
		if !onlyFd(a.Fds, 0) || !onlyFd(b.Fds, 1) {
			list[i+1].Refused = "there may be something else between sort and it"
			continue
		}
		if !ByteOrder(a.Locale) || !ByteOrder(b.Locale) {
			list[i+1].Refused = "lines are not counted in the locale " + a.Locale
			continue
		}
		list[i].Counts = true
		list[i].Refused, list[i+1].Refused = "", "its work is done with that of sort"
	}
}

// onlyFd tells whether no descriptor but fd is redirected.
func onlyFd(fds []int, fd int) bool {
	return !slices.ContainsFunc(fds, func(n int) bool { return n != fd })
}

func isCommand(s Stage, words ...string) bool {
	if len(s.Argv) != len(words) || path.Base(s.Argv[0]) != words[0] {
		return false
	}
	for i, w := range words[1:] {
		if s.Argv[i+1] != w {
			return false
		}
	}
	return true
}

// ByteOrder tells whether a locale orders lines by their bytes.
func ByteOrder(locale string) bool {
	switch name, _, _ := strings.Cut(locale, "@"); name {
	case "", "C", "POSIX", "C.UTF-8", "C.utf8": // glibc compares bytes in the last two as well
		return true
	}
	return false
}

// Version tells whether the first line that a program writes about itself is one of
// those of the row.
func (r *Row) Version(line string) bool { return isVersion(r.Versions, r.Program, line) }

// CountVersion is Version for the programs whose work a count of lines does.
func CountVersion(program, line string) bool {
	return isVersion([]string{"%s (GNU coreutils) 8.3", "%s (GNU coreutils) 9."}, program, line)
}

func isVersion(versions []string, program, line string) bool {
	for _, v := range versions {
		if strings.HasPrefix(line, strings.Replace(v, "%s", program, 1)) {
			return true
		}
	}
	return false
}

// AsksVersion is the argument that has a program say which one it is.
func (r *Row) AsksVersion() []string {
	if r.Asks == "" {
		return []string{"--version"}
	}
	return strings.Fields(r.Asks)
}
