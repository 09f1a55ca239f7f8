package edit

import (
	"strings"
	"unicode/utf8"

	"gpipe/internal/chars"
	"gpipe/internal/columns"
)

// next is where the character after place i ends, a grapheme cluster.
func (l *line) next(i int) int {
	if i >= len(l.text) {
		return len(l.text)
	}
	n, _ := columns.Cluster(l.text[i:])
	return i + n
}

// previous is where the character before place i begins.
func (l *line) previous(i int) int {
	if i <= 0 {
		return 0
	}
	return i - columns.LastCluster(l.text[:i])
}

// lineStart and lineEnd are the ends of the line that place i is in, of a text
// of several.
func (l *line) lineStart(i int) int { return strings.LastIndexByte(l.text[:i], '\n') + 1 }

func (l *line) lineEnd(i int) int {
	if n := strings.IndexByte(l.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(l.text)
}

// wordAt tells whether place i is at a letter or a digit.
func (l *line) wordAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.text[i:])
	return r != '_' && chars.Word.Has(r, true)
}

// wordEnd is where the word ends that place i is in, or that is next.
func (l *line) wordEnd(i int) int {
	for i < len(l.text) && !l.wordAt(i) {
		i = l.next(i)
	}
	for i < len(l.text) && l.wordAt(i) {
		i = l.next(i)
	}
	return i
}

// wordStart is where the word begins that place i is in, or that is before.
func (l *line) wordStart(i int) int {
	for i > 0 && !l.wordAt(l.previous(i)) {
		i = l.previous(i)
	}
	for i > 0 && l.wordAt(l.previous(i)) {
		i = l.previous(i)
	}
	return i
}

// fieldStart is where what stands between blanks begins, at place i or before.
func (l *line) fieldStart(i int) int {
	for i > 0 && isBlank(l.text[i-1]) {
		i--
	}
	for i > 0 && !isBlank(l.text[i-1]) {
		i--
	}
	return i
}

// fieldEnd is where it ends.
func (l *line) fieldEnd(i int) int {
	for i < len(l.text) && isBlank(l.text[i]) {
		i++
	}
	for i < len(l.text) && !isBlank(l.text[i]) {
		i++
	}
	return i
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// replace puts s in place of what is between two places, and the cursor after
// it.
func (e *Editor) replace(from, to int, s string) {
	e.undo.save(state{e.text, e.point}, e.now == e.last && (e.now == insertKind || e.now == pasteKind))
	e.text = e.text[:from] + s + e.text[to:]
	e.point = from + len(s)
	e.settlePoint()
	e.mark = min(e.mark, len(e.text))
}

// settlePoint moves the cursor behind what the text at it has become one
// character with.
func (e *Editor) settlePoint() {
	if e.point <= 0 || e.point >= len(e.text) {
		return
	}
	start := e.lineStart(e.point)
	if e.point > start {
		start = e.point - columns.LastCluster(e.text[:e.point])
	}
	for start < e.point {
		start = e.next(start)
	}
	e.point = start
}

// insert inserts at the cursor.
func (e *Editor) insert(s string) { e.replace(e.point, e.point, s) }

// selfInsert is what a key does that is bound to nothing.
func (e *Editor) selfInsert(key string) {
	if e.argument.given && key[0] >= '0' && key[0] <= '9' {
		e.argument.add(key[0])
		return
	}
	n := repeats(e.argument.value())
	e.finish(insertKind, func() {
		to := e.point
		if e.overwrite {
			for range n {
				if to < len(e.text) && e.text[to] != '\n' {
					to = e.next(to)
				}
			}
		}
		e.replace(e.point, to, strings.Repeat(key, n))
	})
}

// paste inserts pasted text as it is, and runs nothing. A carriage return is
// how terminals send the end of a line.
func (e *Editor) paste(text string) {
	if e.search != nil {
		e.endSearch()
	}
	e.menu = nil
	e.input.pending = nil
	if e.input.carriage {
		text = strings.TrimPrefix(text, "\n")
	}
	e.input.carriage = strings.HasSuffix(text, "\r")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	e.finish(pasteKind, func() { e.insert(strings.ReplaceAll(text, "\x00", "")) })
}

// quotedInsert inserts the next key, whatever it is bound to.
func (e *Editor) quotedInsert(n int) {
	e.input.literal = func(key string) {
		e.finish(plainKind, func() {
			e.insert(strings.Repeat(strings.ReplaceAll(key, "\x00", ""), repeats(n)))
		})
	}
}

func (e *Editor) tabInsert(n int) { e.insert(strings.Repeat("\t", repeats(n))) }

func (e *Editor) overwriteMode(int) { e.overwrite = !e.overwrite }

// insertComment makes a comment of the line and ends it. An argument takes that
// away again.
func (e *Editor) insertComment(int) {
	sign := e.bindings.Variable("comment-begin")
	if e.argument.given && strings.HasPrefix(e.text, sign) {
		e.replace(0, len(sign), "")
	} else {
		e.replace(0, 0, sign)
	}
	e.outcome = Accept
}

func (e *Editor) editCommand(int)   { e.outcome = EditCommand }
func (e *Editor) expandHistory(int) { e.outcome = Expand }
func (e *Editor) expandLine(int)    { e.outcome = ExpandLine }

// magicSpace inserts a blank, and has words like !! expanded.
func (e *Editor) magicSpace(n int) {
	e.insert(strings.Repeat(" ", repeats(n)))
	e.outcome = Expand
}
