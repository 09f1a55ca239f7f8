package edit

import "strings"

// times runs a motion n times, or, for a negative number, the one that goes the
// other way.
func (e *Editor) times(n int, forth, back func(int) int) {
	move := forth
	if n < 0 {
		move, n = back, -n
	}
	for range repeats(n) {
		to := move(e.point)
		if to == e.point {
			break
		}
		e.point = to
	}
}

// forwardChar goes on, and at the end of the text takes the suggestion.
func (e *Editor) forwardChar(n int) {
	if e.takeSuggestion(n, func(text string) int { return len(text) }) {
		return
	}
	e.times(n, e.next, e.previous)
}

func (e *Editor) backwardChar(n int) { e.times(n, e.previous, e.next) }

// forwardWord goes to the end of a word, and at the end of the text takes one of
// the suggestion.
func (e *Editor) forwardWord(n int) {
	from := len(e.text)
	if e.takeSuggestion(n, func(text string) int {
		l := line{text: text}
		end := from
		for range repeats(n) {
			end = l.wordEnd(end)
		}
		return end
	}) {
		return
	}
	e.times(n, e.wordEnd, e.wordStart)
}

func (e *Editor) backwardWord(n int)      { e.times(n, e.wordStart, e.wordEnd) }
func (e *Editor) shellForwardWord(n int)  { e.times(n, e.shellWordEnd, e.shellWordStart) }
func (e *Editor) shellBackwardWord(n int) { e.times(n, e.shellWordStart, e.shellWordEnd) }

func (e *Editor) beginningOfLine(int) { e.point = e.lineStart(e.point) }

func (e *Editor) endOfLine(int) {
	if !e.takeSuggestion(1, func(text string) int { return len(text) }) {
		e.point = e.lineEnd(e.point)
	}
}

// upLine goes to the line above, of a text of several, and tells whether there
// is one. The column stays the same, counted in characters.
func (e *Editor) upLine() bool {
	start := e.lineStart(e.point)
	if start == 0 {
		return false
	}
	e.toColumn(e.lineStart(start-1), e.column())
	return true
}

func (e *Editor) downLine() bool {
	end := e.lineEnd(e.point)
	if end == len(e.text) {
		return false
	}
	e.toColumn(end+1, e.column())
	return true
}

// column is how many characters are before the cursor in its line.
func (e *Editor) column() int {
	n := 0
	for i := e.lineStart(e.point); i < e.point; i = e.next(i) {
		n++
	}
	return n
}

func (e *Editor) toColumn(start, n int) {
	end := e.lineEnd(start)
	for e.point = start; n > 0 && e.point < end; n-- {
		e.point = e.next(e.point)
	}
}

func (e *Editor) markPoint(int) { e.mark = e.point }

func (e *Editor) exchangePointAndMark(int) {
	e.point, e.mark = min(e.mark, len(e.text)), e.point
	e.settlePoint()
}

// characterSearch goes to where the next key stands.
func (e *Editor) characterSearch(n int) {
	e.input.literal = func(key string) {
		e.finish(plainKind, func() { e.find(key, n) })
	}
}

func (e *Editor) characterSearchBackward(n int) { e.characterSearch(-n) }

// find goes to the nth place where s stands, to the left if n is negative. It
// rings if there is none.
func (e *Editor) find(s string, n int) bool {
	at := e.point
	for range repeats(max(n, -n)) {
		found := -1
		if n > 0 && at < len(e.text) {
			after := e.next(at)
			if k := strings.Index(e.text[after:], s); k >= 0 {
				found = after + k
			}
		} else if n < 0 {
			found = strings.LastIndex(e.text[:at], s)
		}
		if found < 0 {
			e.ring()
			return false
		}
		at = found
	}
	e.point = at
	return true
}
