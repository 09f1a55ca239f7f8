package edit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// viOperator begins c, d or y. The same again is for the whole line.
func (e *Editor) viOperator(op byte, n int) {
	e.vi.operator, e.vi.count = op, n
}

// viMotion tells whether a command may follow an operator, and whether the
// character that it goes to belongs to what it goes over.
func viMotion(name string) (motion, inclusive bool) {
	switch name {
	case "vi-end-word", "vi-end-field", "vi-find", "vi-till", "vi-find-again", "vi-match":
		return true, true
	case "forward-char", "backward-char", "beginning-of-line", "vi-end-of-line", "vi-first-print", "vi-column",
		"vi-next-word", "vi-next-field", "vi-prev-word", "vi-prev-field", "end-of-line", "vi-find-back",
		"vi-till-back", "vi-find-back-again", "forward-word", "backward-word":
		return true, false
	}
	return false, false
}

// viOperate runs the command after an operator.
func (e *Editor) viOperate(name string, command func(*Editor, int), n int) {
	op, from := e.vi.operator, e.point
	e.vi.operator = 0
	n *= max(e.vi.count, 1)
	motion, inclusive := viMotion(name)
	switch {
	case op == 'c' && name == "vi-change-to", op == 'd' && name == "vi-delete-to", op == 'y' && name == "vi-yank-to":
		e.viApply(op, e.lineStart(from), e.lineEnd(from))
		if op == 'y' {
			e.point = from
		}
		return
	case !motion:
		e.ring()
		return
	}
	if op == 'c' && from < len(e.text) && e.viClass(from, true) != 0 {
		switch name { // cw leaves the blanks after a word
		case "vi-next-word":
			command, inclusive = e.commands["vi-end-word"], true
			n = e.viWithin(n, false)
		case "vi-next-field":
			command, inclusive = e.commands["vi-end-field"], true
			n = e.viWithin(n, true)
		}
	}
	command(e, n)
	if take := e.input.literal; take != nil {
		e.vi.operator = op // it waits on
		e.input.literal = func(key string) {
			take(key)
			e.vi.operator = 0
			to := e.point
			e.point = from
			e.viBetween(op, from, to, inclusive && to > from)
			e.vi.done(e)
		}
		return
	}
	to := e.point
	e.point = from
	e.viBetween(op, from, to, inclusive && (to > from || n == 0 || strings.HasPrefix(name, "vi-end-")))
}

// viWithin is how many ends of words cw goes to: from the last character of a
// word, that is the end of the first one.
func (e *Editor) viWithin(n int, field bool) int {
	next := e.next(e.point)
	if next >= len(e.text) || e.viClass(next, field) != e.viClass(e.point, field) {
		return n - 1
	}
	return n
}

func (e *Editor) viBetween(op byte, from, to int, inclusive bool) {
	if to < from {
		from, to = to, from
	}
	if inclusive {
		to = e.next(to)
	}
	e.viApply(op, from, to)
}

func (e *Editor) viApply(op byte, from, to int) {
	if op == 'y' {
		e.viYank(from, to)
		return
	}
	e.vi.changes = true
	e.last = plainKind
	if from < to {
		e.keep(e.text[from:to], false)
		e.replace(from, to, "")
	}
	e.point = from
	if op == 'c' {
		e.viInsert(1)
	}
}

func (e *Editor) viYank(from, to int) {
	e.last = plainKind
	if from < to {
		e.keep(e.text[from:to], false)
	}
	e.point = min(e.point, from)
}

func (e *Editor) viPut(n int, after bool) {
	if len(e.kills.texts) == 0 {
		e.ring()
		return
	}
	e.vi.changes = true
	if after && e.point < e.lineEnd(e.point) {
		e.point = e.next(e.point)
	}
	e.insert(strings.Repeat(e.kills.texts[len(e.kills.texts)-1], repeats(n)))
	e.point = e.previous(e.point)
}

// viDelete is x.
func (e *Editor) viDelete(n int) {
	e.vi.changes = true
	e.last = plainKind
	from, to := e.point, e.point
	for end := e.lineEnd(from); n > 0 && to < end; n-- {
		to = e.next(to)
	}
	if from == to {
		e.ring()
		return
	}
	e.keep(e.text[from:to], false)
	e.replace(from, to, "")
}

func (e *Editor) viChangeChar(n int) {
	e.input.literal = func(key string) {
		e.finish(plainKind, func() { e.viReplace(n, key) })
	}
}

func (e *Editor) viReplace(n int, key string) {
	to, end := e.point, e.lineEnd(e.point)
	for k := 0; k < repeats(n); k++ {
		if to >= end {
			e.ring()
			return
		}
		to = e.next(to)
	}
	if key == "\x1b" {
		return
	}
	if key == "\r" {
		key = "\n"
	}
	e.vi.changes = true
	e.replace(e.point, to, strings.Repeat(key, repeats(n)))
	e.point = e.previous(e.point)
}

func (e *Editor) viChangeCase(n int) {
	e.vi.changes = true
	end := e.lineEnd(e.point)
	for ; n > 0 && e.point < end; n-- {
		to := e.next(e.point)
		s := strings.Map(func(r rune) rune {
			if unicode.IsUpper(r) {
				return unicode.ToLower(r)
			}
			return unicode.ToUpper(r)
		}, e.text[e.point:to])
		if e.text[e.point:to] != s && utf8.ValidString(e.text[e.point:to]) {
			e.replace(e.point, to, s)
			end = e.lineEnd(e.point)
			continue
		}
		e.point = to
	}
}
