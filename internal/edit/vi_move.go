package edit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// viMove repeats a motion.
func (e *Editor) viMove(n int, move func(int) int) { e.times(n, move, move) }

// viClass tells which characters make one word: letters, digits and
// underscores, or others that are not blank. For a field all that are not blank
// do.
func (l *line) viClass(i int, field bool) int {
	r, _ := utf8.DecodeRuneInString(l.text[i:])
	switch {
	case unicode.IsSpace(r):
		return 0
	case field || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
		return 1
	}
	return 2
}

// viNext is w or W: the beginning of the next word.
func (e *Editor) viNext(field bool) func(int) int {
	return func(i int) int {
		if i >= len(e.text) {
			return i
		}
		for class := e.viClass(i, field); i < len(e.text) && class != 0 && e.viClass(i, field) == class; {
			i = e.next(i)
		}
		for i < len(e.text) && e.viClass(i, field) == 0 {
			i = e.next(i)
		}
		return i
	}
}

// viEnd is e or E: the last character of a word.
func (e *Editor) viEnd(field bool) func(int) int {
	return func(i int) int {
		from := i
		i = e.next(i)
		for i < len(e.text) && e.viClass(i, field) == 0 {
			i = e.next(i)
		}
		if i >= len(e.text) {
			return max(from, e.previous(len(e.text)))
		}
		class := e.viClass(i, field)
		for e.next(i) < len(e.text) && e.viClass(e.next(i), field) == class {
			i = e.next(i)
		}
		return i
	}
}

// viPrevious is b or B: the beginning of a word.
func (e *Editor) viPrevious(field bool) func(int) int {
	return func(i int) int {
		for i > 0 && e.viClass(e.previous(i), field) == 0 {
			i = e.previous(i)
		}
		if i == 0 {
			return 0
		}
		class := e.viClass(e.previous(i), field)
		for i > 0 && e.viClass(e.previous(i), field) == class {
			i = e.previous(i)
		}
		return i
	}
}

func (e *Editor) viFirstPrint(int) {
	e.point = e.lineStart(e.point)
	for e.point < len(e.text) && (e.text[e.point] == ' ' || e.text[e.point] == '\t') {
		e.point++
	}
}

// viFind is f, F, t or T: the next key says what to find.
func (e *Editor) viFind(n int, till bool) {
	e.input.literal = func(key string) {
		e.vi.found = viFind{key: key, n: n, till: till}
		do := func() { e.viFindNow(e.vi.found, false) }
		e.finish(plainKind, do)
	}
}

func (e *Editor) viFindAgain(n int) {
	f := e.vi.found
	if f.key == "" {
		e.ring()
		return
	}
	if f.n < 0 {
		n = -n
	}
	f.n = n
	e.viFindNow(f, true)
}

func (e *Editor) viFindNow(f viFind, again bool) {
	from := e.point
	if f.till && again { // else it would stay before what it was before
		if f.n > 0 {
			e.point = e.next(e.point)
		} else {
			e.point = e.previous(e.point)
		}
	}
	if !e.find(f.key, f.n) {
		e.point = from
		return
	}
	switch {
	case f.till && f.n > 0:
		e.point = e.previous(e.point)
	case f.till:
		e.point = e.next(e.point)
	}
}

// viMatch goes to the bracket that belongs to the one at the cursor, or next in
// the line.
func (e *Editor) viMatch(int) {
	const brackets = "()[]{}"
	at := strings.IndexAny(e.text[e.point:], brackets)
	if at < 0 {
		e.ring()
		return
	}
	at += e.point
	k := strings.IndexByte(brackets, e.text[at])
	step, other := 1, brackets[k^1]
	if k&1 == 1 {
		step = -1
	}
	depth := 0
	for i := at; i >= 0 && i < len(e.text); i += step {
		switch e.text[i] {
		case e.text[at]:
			depth++
		case other:
			depth--
		}
		if depth == 0 {
			e.point = i
			return
		}
	}
	e.ring()
}
