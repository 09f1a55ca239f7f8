package edit

import (
	"strings"

	"gpipe/internal/past"
)

// killRing has the texts that were killed, the newest last. It lasts from line
// to line.
type killRing struct {
	texts []string
	// at is the one that yank-pop has put in.
	at int
	// from is where what was yanked begins.
	from int
	// argOf and arg say which word of which entry yank-last-arg has put in.
	argOf, arg int
}

// mostKills is how many killed texts are kept.
const mostKills = 60

// kill takes the text between two places away and into the ring. What commands
// kill one after the other becomes one text.
func (e *Editor) kill(from, to int) {
	before := to <= e.point
	from, to = min(from, to), max(from, to)
	e.now = killKind
	if from == to {
		return
	}
	e.keep(e.text[from:to], before)
	e.replace(from, to, "")
}

func (e *Editor) keep(text string, before bool) {
	ring := &e.kills
	last := len(ring.texts) - 1
	switch {
	case e.last != killKind || last < 0:
		ring.texts = append(ring.texts, text)
		if len(ring.texts) > mostKills {
			ring.texts = ring.texts[1:]
		}
	case before:
		ring.texts[last] = text + ring.texts[last]
	default:
		ring.texts[last] += text
	}
	ring.at = len(ring.texts) - 1
}

// killTo kills what a motion goes over.
func (e *Editor) killTo(n int, forth, back func(int) int) {
	from := e.point
	e.times(n, forth, back)
	to := e.point
	e.point = from
	if to < from {
		e.kill(to, from)
		return
	}
	if from != to {
		e.keep(e.text[from:to], false)
		e.replace(from, to, "")
	}
	e.now = killKind
}

func (e *Editor) killWord(n int)              { e.killTo(n, e.wordEnd, e.wordStart) }
func (e *Editor) backwardKillWord(n int)      { e.killTo(n, e.wordStart, e.wordEnd) }
func (e *Editor) shellKillWord(n int)         { e.killTo(n, e.shellWordEnd, e.shellWordStart) }
func (e *Editor) shellBackwardKillWord(n int) { e.killTo(n, e.shellWordStart, e.shellWordEnd) }
func (e *Editor) unixWordRubout(n int)        { e.killTo(n, e.fieldStart, e.fieldEnd) }

// unixFilenameRubout kills up to a blank or a slash.
func (e *Editor) unixFilenameRubout(n int) {
	e.killTo(n, func(i int) int {
		for i > 0 && (isBlank(e.text[i-1]) || e.text[i-1] == '/') {
			i--
		}
		for i > 0 && !isBlank(e.text[i-1]) && e.text[i-1] != '/' {
			i--
		}
		return i
	}, e.fieldEnd)
}

// killLine kills to the end of the line; at that, the newline.
func (e *Editor) killLine(n int) {
	if e.argument.given && n <= 0 {
		e.unixLineDiscard(1)
		return
	}
	end := e.lineEnd(e.point)
	if end == e.point {
		end = e.next(end)
	}
	e.killTo(1, func(int) int { return end }, nil)
}

func (e *Editor) unixLineDiscard(int) {
	start := e.lineStart(e.point)
	if start == e.point {
		start = e.previous(start)
	}
	e.kill(start, e.point)
}

func (e *Editor) backwardKillLine(n int) {
	if e.argument.given && n <= 0 {
		e.killLine(1)
		return
	}
	e.unixLineDiscard(1)
}

func (e *Editor) killWholeLine(int) {
	e.kill(e.lineStart(e.point), e.lineEnd(e.point))
}

func (e *Editor) killRegion(int) { e.kill(min(e.mark, len(e.text)), e.point) }

func (e *Editor) copyRegion(int) {
	mark := min(e.mark, len(e.text))
	e.keep(e.text[min(mark, e.point):max(mark, e.point)], mark < e.point)
	e.now = killKind
}

// yank inserts what was killed last.
func (e *Editor) yank(int) {
	if len(e.kills.texts) == 0 {
		e.ring()
		return
	}
	e.kills.at = len(e.kills.texts) - 1
	e.kills.from = e.point
	e.insert(e.kills.texts[e.kills.at])
	e.now = yankKind
}

// yankPop puts the one killed before in place of what was yanked.
func (e *Editor) yankPop(int) {
	if e.last != yankKind || e.kills.from > e.point {
		e.ring()
		return
	}
	ring := &e.kills
	ring.at = (ring.at + len(ring.texts) - 1) % len(ring.texts)
	from := ring.from
	e.replace(from, e.point, ring.texts[ring.at])
	e.now = yankKind
}

// yankLastArg inserts the last word of the entry before; again, that of the one
// before that.
func (e *Editor) yankLastArg(n int) {
	if !e.argument.given {
		n = -1
	}
	ring := &e.kills
	if e.last != lastArgKind || ring.from > e.point {
		ring.argOf, ring.from, ring.arg = e.history.at, e.point, n
	}
	if ring.argOf--; ring.argOf < 0 {
		ring.argOf = 0
		e.ring()
		e.now = lastArgKind
		return
	}
	from := ring.from
	e.replace(from, e.point, wordOf(e.hist.Entry(ring.argOf), ring.arg))
	e.now = lastArgKind
}

// yankNthArg inserts a word of the entry before, the first operand if no number
// says which.
func (e *Editor) yankNthArg(n int) {
	if e.history.at == 0 {
		e.ring()
		return
	}
	e.insert(wordOf(e.hist.Entry(e.history.at-1), n))
}

// wordOf is the nth word of a command, counted from the end if n is negative.
func wordOf(command string, n int) string {
	words := past.Words(command)
	if n < 0 {
		n += len(words)
	}
	if n < 0 || n >= len(words) {
		return ""
	}
	return words[n]
}

// shellWordEnd is where the word of the shell ends that place i is in, or that is
// next; shellWordStart where it begins, or the one before.
func (e *Editor) shellWordEnd(i int) int {
	for _, w := range past.WordSpans(e.text) {
		if w[1] > i {
			return w[1]
		}
	}
	return len(e.text)
}

func (e *Editor) shellWordStart(i int) int {
	start := 0
	for _, w := range past.WordSpans(e.text) {
		if w[0] < i {
			start = w[0]
		}
	}
	return min(start, i)
}

// deleteHorizontalSpace takes away the blanks around the cursor.
func (e *Editor) deleteHorizontalSpace(int) {
	from := len(strings.TrimRight(e.text[:e.point], " \t"))
	to := len(e.text) - len(strings.TrimLeft(e.text[e.point:], " \t"))
	if from < to {
		e.replace(from, to, "")
	}
}
