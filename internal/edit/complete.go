package edit

import (
	"strings"
	"unicode/utf8"
)

// Candidate is what a word may be completed to.
type Candidate struct {
	// Text replaces the word, quoted as the shell needs it.
	Text string
	// Shown stands for it in the menu; without it Text does.
	Shown string
	// Description says what it is.
	Description string
	// Suffix follows it when it is the one: a blank, or the slash of a directory.
	Suffix string
}

// Request asks for the candidates of the word before Point. Its Number is that
// of the answer.
type Request struct {
	Number int
	Text   string
	Point  int
	how    completion
}

// Type is what COMP_TYPE says of it: the key, or a sign for what is to be done.
func (r Request) Type() int {
	return int([...]byte{completeWord: '\t', listOnly: '?', insertAll: '*', cycle: '%', cycleBack: '%'}[r.how])
}

// completion is what candidates are asked for.
type completion uint8

const (
	completeWord completion = iota
	listOnly
	insertAll
	cycle
	cycleBack
)

// Request is what WantCompletion asks for.
func (e *Editor) Request() Request { return e.request }

func (e *Editor) ask(how completion) {
	e.request = Request{e.request.Number + 1, e.text, e.point, how}
	e.outcome = WantCompletion
	e.now = completeKind
}

func (e *Editor) askCompletion(int)        { e.ask(completeWord) }
func (e *Editor) possibleCompletions(int)  { e.ask(listOnly) }
func (e *Editor) insertCompletions(int)    { e.ask(insertAll) }
func (e *Editor) menuComplete(int)         { e.ask(cycle) }
func (e *Editor) menuCompleteBackward(int) { e.ask(cycleBack) }

// Complete takes the candidates for the word between start and the point of a
// request. An answer that comes after the text was changed is left alone.
func (e *Editor) Complete(number, start int, candidates []Candidate) {
	r := e.request
	if number != r.Number || r.Text != e.text || r.Point != e.point || e.search != nil || start > e.point || start < 0 {
		return
	}
	e.request.Number++
	e.menu = nil
	e.finish(completeKind, func() { e.offer(r.how, start, candidates) })
}

func (e *Editor) offer(how completion, start int, candidates []Candidate) {
	m := &menu{start: start, end: e.point, all: candidates, chosen: -1}
	switch {
	case len(candidates) == 0:
		e.ring()
	case how == insertAll:
		e.replace(start, e.point, join(candidates))
	case how == listOnly:
		e.menu = m
	case len(candidates) == 1:
		e.replace(start, e.point, candidates[0].Text+candidates[0].Suffix)
	default:
		e.menu = m
		switch how {
		case cycle:
			e.choose(0)
			return
		case cycleBack:
			e.choose(len(candidates) - 1)
			return
		}
		if common := commonPrefix(candidates); len(common) > e.point-start && extends(common, e.text[start:e.point]) {
			e.replace(start, e.point, common)
			m.end = e.point
		}
	}
}

// extends tells whether a text goes on from another one, which may be quoted in
// another way, or be in other letters.
func extends(text, word string) bool {
	return strings.HasPrefix(strings.ToLower(text), strings.ToLower(word)) || strings.ContainsAny(word, `\"'~$`)
}

func join(candidates []Candidate) string {
	var b strings.Builder
	for _, c := range candidates {
		b.WriteString(c.Text + " ")
	}
	return b.String()
}

// commonPrefix is what all candidates begin with.
func commonPrefix(candidates []Candidate) string {
	common := candidates[0].Text
	for _, c := range candidates[1:] {
		n := 0
		for n < len(common) && n < len(c.Text) && common[n] == c.Text[n] {
			n++
		}
		for n > 0 && n < len(common) && !utf8.RuneStart(common[n]) {
			n--
		}
		common = common[:n]
	}
	return strings.TrimSuffix(common, `\`)
}

// menu shows the candidates below the text.
type menu struct {
	start, end int // of the word in the text
	all        []Candidate
	chosen     int // -1: none
	word       string
	// What the last frame has shown: so many in a row, from the row first on.
	perRow, first int
	// Of all candidates, once they are measured.
	widest    int
	described bool
}

// choose puts a candidate in place of the word.
func (e *Editor) choose(i int) {
	m := e.menu
	if m.chosen < 0 {
		m.word = e.text[m.start:m.end]
	}
	m.chosen = i
	e.replace(m.start, m.end, m.all[i].Text)
	m.end = m.start + len(m.all[i].Text)
	e.point = m.end
	e.settlePoint()
}

// menuKey takes a key while there is a menu. One that does not move in it takes
// what is chosen, and then does what it always does.
func (e *Editor) menuKey(key string) bool {
	if len(e.input.pending) > 0 {
		return false
	}
	m, n := e.menu, len(e.menu.all)
	b, more := e.keymap().Lookup(key)
	chosen := m.chosen >= 0
	switch {
	case b.Command == "complete" || b.Command == "menu-complete":
		e.choose((m.chosen + 1) % n)
	case b.Command == "menu-complete-backward":
		e.choose((max(m.chosen, 0) + n - 1) % n)
	case chosen && e.moveInMenu(b.Command):
	case chosen && (b.Command == "accept-line" || b.Command == "abort"):
		e.leaveMenu(b.Command == "accept-line")
	case key == "\x1b" && (chosen || !more):
		e.leaveMenu(false)
	default:
		e.menu = nil
		return false
	}
	return true
}

func (e *Editor) moveInMenu(command string) bool {
	m, n := e.menu, len(e.menu.all)
	row := max(1, m.perRow)
	to := m.chosen
	switch command {
	case "forward-char":
		to = (to + 1) % n
	case "backward-char":
		to = (to + n - 1) % n
	case "down-line-or-history", "next-history":
		to += row
	case "up-line-or-history", "previous-history":
		to -= row
	default:
		return false
	}
	if to >= n {
		to %= row
	} else if to < 0 {
		to = (n-1)/row*row + m.chosen%row
		if to >= n {
			to = max(0, to-row)
		}
	}
	e.choose(to)
	return true
}

// leaveMenu takes the candidate that is chosen, or goes back to the word.
func (e *Editor) leaveMenu(take bool) {
	m := e.menu
	e.menu = nil
	switch {
	case m.chosen < 0:
	case take:
		e.insert(m.all[m.chosen].Suffix)
	default:
		e.replace(m.start, m.end, m.word)
	}
}
