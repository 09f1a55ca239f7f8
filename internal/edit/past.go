package edit

import (
	"strings"
	"unicode/utf8"
)

// historyPlace is where in the history the line is: an entry may be changed,
// left, and come back to, until a line is accepted.
type historyPlace struct {
	at int
	// left has the changed texts of entries that are not shown now, and of the
	// new line.
	left map[int]left
	// next is where the next line begins, after operate-and-get-next.
	next int
	// prefix is what the entries begin with that history-search finds, in the
	// first so many characters of the text.
	prefix string
}

type left struct {
	line line
	undo undoList
}

func (e *Editor) startHistory() {
	next := e.history.next
	e.history = historyPlace{at: e.hist.Len()}
	if next > 0 && next < e.hist.Len() {
		e.history.at = next
		e.text = e.hist.Entry(next)
		e.point = len(e.text)
	}
}

// goTo shows an entry, or the new line after the last one, with the cursor at
// the end.
func (e *Editor) goTo(i int) {
	h := &e.history
	if i == h.at {
		return
	}
	if h.left == nil {
		h.left = make(map[int]left)
	}
	h.left[h.at] = left{e.line, e.undo}
	h.at = i
	was, changed := h.left[i]
	switch {
	case changed:
		e.line, e.undo = was.line, was.undo
	case i < e.hist.Len():
		e.line, e.undo = line{text: e.hist.Entry(i)}, undoList{}
	default:
		e.line, e.undo = line{}, undoList{}
	}
	e.point = len(e.text)
}

// moveHistory goes n entries on.
func (e *Editor) moveHistory(n int) {
	e.now = historyKind
	h := &e.history
	to := min(max(h.at+n, 0), e.hist.Len())
	if to == h.at {
		e.ring()
		return
	}
	e.goTo(to)
}

func (e *Editor) previousHistory(n int)  { e.moveHistory(-n) }
func (e *Editor) nextHistory(n int)      { e.moveHistory(n) }
func (e *Editor) beginningOfHistory(int) { e.moveHistory(-e.hist.Len()) }
func (e *Editor) endOfHistory(int)       { e.moveHistory(e.hist.Len()) }

// upLineOrHistory goes up in a text of several lines, and from the first one to
// the entry before. Once in the history it goes on there.
func (e *Editor) upLineOrHistory(n int) {
	if e.last == historyKind || !e.upLine() {
		e.moveHistory(-n)
	}
}

func (e *Editor) downLineOrHistory(n int) {
	if e.last == historyKind || !e.downLine() {
		e.moveHistory(n)
	}
}

// operateAndGetNext accepts the line, and has the next one begin with the entry
// after this one.
func (e *Editor) operateAndGetNext(n int) {
	at := e.history.at
	e.acceptLine(n)
	if e.outcome == Accept && at < e.hist.Len() {
		e.history.next = at + 1
	}
}

// searchPrefix finds the entries that begin with what is before the cursor, one
// after the other.
func (e *Editor) searchPrefix(step int) {
	h := &e.history
	if e.last != historyKind {
		h.prefix = e.text[:e.point]
	}
	if h.prefix == "" {
		e.moveHistory(step)
		return
	}
	e.now = historyKind
	for i := h.at + step; i >= 0 && i <= e.hist.Len(); i += step {
		if e.beginsWith(i, h.prefix) {
			e.goTo(i)
			return
		}
	}
	e.ring()
}

// beginsWith tells whether an entry begins with prefix, and differs from the
// text that is shown.
func (e *Editor) beginsWith(i int, prefix string) bool {
	if i == e.hist.Len() {
		return strings.HasPrefix(e.history.left[i].line.text, prefix)
	}
	text := e.hist.Entry(i)
	return strings.HasPrefix(text, prefix) && text != e.text
}

func (e *Editor) historySearchBackward(int) { e.searchPrefix(-1) }
func (e *Editor) historySearchForward(int)  { e.searchPrefix(1) }

// search is an incremental search of the history.
type search struct {
	needle  string
	forward bool
	failed  bool
	// where is what was found, of which offset is the place in the entry.
	entry, offset int
	// before are the searches that deleting a character goes back to.
	before []search
	// from is what abort goes back to.
	from     line
	fromAt   int
	fromUndo undoList
}

func (e *Editor) reverseSearchHistory(int) { e.startSearch(false) }
func (e *Editor) forwardSearchHistory(int) { e.startSearch(true) }

func (e *Editor) startSearch(forward bool) {
	e.search = &search{
		forward: forward, entry: e.history.at, offset: e.point,
		from: e.line, fromAt: e.history.at, fromUndo: e.undo,
	}
}

// searchKey takes a key in a search. What is no part of the search ends it, and
// then does what it always does.
func (e *Editor) searchKey(key string) bool {
	if len(e.input.pending) > 0 {
		return false
	}
	b, more := e.keymap().Lookup(key)
	switch b.Command {
	case "reverse-search-history", "forward-search-history":
		e.searchAgain(b.Command == "forward-search-history")
	case "backward-delete-char":
		e.searchLess()
	case "abort":
		e.abortSearch()
	case "interrupt":
		e.abortSearch()
		return false
	case "unix-word-rubout", "quoted-insert", "yank":
		e.ring()
	case "accept-line":
		e.endSearch()
		return false
	default:
		if b != (Binding{}) || more && key != "\x1b" || !isText(key) {
			e.endSearch()
			return key == "\x1b"
		}
		e.searchMore(key)
	}
	return true
}

// isText tells whether a key is one character that is no control character.
func isText(key string) bool {
	r, size := utf8.DecodeRuneInString(key)
	return size == len(key) && r >= ' ' && r != 0x7f
}

// searchMore adds a character to what is searched for: what was found may still
// be it.
func (e *Editor) searchMore(key string) {
	s := e.search
	was := *s
	was.before = nil
	s.before = append(s.before, was)
	s.needle += key
	if s.forward {
		e.searchFrom(s.offset)
	} else {
		e.searchFrom(s.offset + 1)
	}
}

// searchAgain goes to the next place. An empty search takes the one before.
func (e *Editor) searchAgain(forward bool) {
	s := e.search
	s.forward = forward
	if s.needle == "" {
		s.needle = e.shown.searched
	}
	if forward {
		e.searchFrom(s.offset + 1)
	} else {
		e.searchFrom(s.offset)
	}
}

// searchFrom searches from a place of the entry that was found.
func (e *Editor) searchFrom(at int) {
	s := e.search
	if s.needle == "" {
		return
	}
	find := e.hist.Backward
	if s.forward {
		find = e.hist.Forward
	}
	entry, offset := find(s.needle, s.entry, max(at, 0))
	for entry >= 0 && entry != s.entry && e.hist.Entry(entry) == e.text && len(s.before) > 0 {
		if s.forward { // the same text again is no news
			entry, offset = find(s.needle, entry+1, 0)
		} else {
			entry, offset = find(s.needle, entry, 0)
		}
	}
	s.failed = entry < 0
	if s.failed {
		e.ring()
		return
	}
	s.entry, s.offset = entry, offset
	e.goTo(entry)
	e.text = e.hist.Entry(entry)
	e.point = offset
	e.settlePoint()
}

// searchLess takes the last character back, and what it did.
func (e *Editor) searchLess() {
	s := e.search
	if len(s.before) == 0 {
		e.ring()
		return
	}
	before := s.before[:len(s.before)-1]
	was := s.before[len(s.before)-1]
	*s = was
	s.before = before
	e.goTo(s.entry)
	e.point = min(s.offset, len(e.text))
	e.settlePoint()
}

// endSearch leaves what was found to be edited.
func (e *Editor) endSearch() {
	if e.search.needle != "" {
		e.shown.searched = e.search.needle
	}
	e.search = nil
	e.last = plainKind
}

// abortSearch goes back to what there was before.
func (e *Editor) abortSearch() {
	s := e.search
	e.endSearch()
	e.history.at = s.fromAt
	e.line, e.undo = s.from, s.fromUndo
	e.ring()
}
