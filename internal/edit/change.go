package edit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// state is a text before a change.
type state struct {
	text  string
	point int
}

// undoList has the states of a line that undo goes back to.
type undoList struct {
	states []state
	size   int
	// typed counts the characters that the last state is before.
	typed int
}

const (
	// typedTogether is how many typed characters one undo takes back.
	typedTogether = 20
	// mostUndo is how many bytes of text are kept to go back to.
	mostUndo = 16 << 20
)

// save keeps a state, unless characters are being typed that belong to those
// that it has a state for.
func (u *undoList) save(s state, typing bool) {
	if u.typed++; typing && u.typed < typedTogether && len(u.states) > 0 {
		return
	}
	u.typed = 0
	u.states = append(u.states, s)
	u.size += len(s.text)
	for u.size > mostUndo && len(u.states) > 1 {
		u.size -= len(u.states[0].text)
		u.states = u.states[1:]
	}
}

func (e *Editor) undoChange(n int) {
	for range repeats(n) {
		u := &e.undo
		last := len(u.states) - 1
		if last < 0 {
			e.ring()
			return
		}
		s := u.states[last]
		u.states = u.states[:last]
		u.size -= len(s.text)
		e.text, e.point = s.text, s.point
	}
}

// revertLine takes all changes back.
func (e *Editor) revertLine(int) {
	if len(e.undo.states) > 0 {
		e.text = e.undo.states[0].text
		e.point = len(e.text)
		e.undo = undoList{}
	}
}

// deleteChar deletes n characters from the cursor on. More than one go into the
// kill ring, like those that are killed.
func (e *Editor) deleteChar(n int) { e.deleteChars(n, e.next, e.previous) }

func (e *Editor) backwardDeleteChar(n int) { e.deleteChars(n, e.previous, e.next) }

func (e *Editor) deleteChars(n int, forth, back func(int) int) {
	from := e.point
	if e.argument.given {
		e.killTo(n, forth, back)
	} else if to := forth(from); to != from {
		e.replace(min(from, to), max(from, to), "")
	}
	if len(e.text) == 0 && from == 0 {
		e.ring()
	}
}

// transposeChars drags the character before the cursor over the one at it; at
// the end, it swaps the last two.
func (e *Editor) transposeChars(int) {
	at := e.point
	if at == e.lineEnd(at) {
		at = e.previous(at)
	}
	before := e.previous(at)
	if at <= e.lineStart(e.point) || before >= at {
		e.ring()
		return
	}
	after := e.next(at)
	e.replace(before, after, e.text[at:after]+e.text[before:at])
}

// transposeWords drags the word before the cursor over the one after it.
func (e *Editor) transposeWords(int) {
	end := e.wordEnd(e.point)
	start := e.wordStart(end)
	firstStart := e.wordStart(start)
	firstEnd := e.wordEnd(firstStart)
	if firstStart >= start || firstEnd > start || !e.wordAt(firstStart) {
		e.ring()
		return
	}
	e.replace(firstStart, end, e.text[start:end]+e.text[firstEnd:start]+e.text[firstStart:firstEnd])
}

// changeWords changes the case of n words, those before the cursor if n is
// negative.
func (e *Editor) changeWords(n int, change func(string) string) {
	from, point := e.point, e.point
	e.times(n, e.wordEnd, e.wordStart)
	to := e.point
	if to < from {
		from, to = to, from
	} else {
		point = to
	}
	e.point = point
	if from == to {
		return
	}
	s := change(e.text[from:to])
	e.replace(from, to, s)
	if n < 0 {
		e.point = min(point, len(e.text))
		e.settlePoint()
	}
}

func (e *Editor) upcaseWord(n int)     { e.changeWords(n, strings.ToUpper) }
func (e *Editor) downcaseWord(n int)   { e.changeWords(n, strings.ToLower) }
func (e *Editor) capitalizeWord(n int) { e.changeWords(n, capitalize) }

func capitalize(s string) string {
	var b strings.Builder
	within := false
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteByte(s[i])
		case letter && !within:
			b.WriteRune(unicode.ToUpper(r))
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		within = letter
	}
	return b.String()
}
