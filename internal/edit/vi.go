package edit

// viState is what vi's modes need to know.
type viState struct {
	command bool // the mode
	// operator is c, d or y while it waits for a motion; count is its number.
	operator byte
	count    int
	// found is what f, F, t or T looked for, and how.
	found viFind
	// record has the keys since the last one that could begin a change; changed
	// those of the last change, which . does again.
	record, changed []Key
	changes, redoes bool
}

type viFind struct {
	key  string
	n    int // negative: to the left
	till bool
}

func (v *viState) start(vi bool) {
	v.command, v.operator = false, 0
	v.record = nil
	v.changes = vi // typing is a change
	v.redoes = false
}

// note keeps a key for vi-redo.
func (v *viState) note(k Key) { v.record = append(v.record, k) }

// unnote takes back the last keys noted: they are taken again, or others are in
// their place.
func (v *viState) unnote(n int) { v.record = v.record[:max(0, len(v.record)-n)] }

// done is called after each command: in command mode, when nothing is waited
// for, a change is complete.
func (v *viState) done(e *Editor) {
	if !e.bindings.Vi() || !v.command {
		return
	}
	if v.operator == 0 && e.point == e.lineEnd(e.point) && e.point > e.lineStart(e.point) {
		e.point = e.previous(e.point) // the cursor is on a character
	}
	if v.operator != 0 || e.input.literal != nil {
		return
	}
	if v.changes && !v.redoes {
		v.changed = v.record
	}
	if len(e.input.queue) == 0 {
		v.redoes = false
	}
	v.record, v.changes = nil, false
}

func viCommands() []command {
	return []command{
		{"emacs-editing-mode", func(e *Editor, _ int) { e.setMode("emacs") }},
		{"vi-editing-mode", func(e *Editor, _ int) { e.setMode("vi") }},
		{"vi-append", (*Editor).viAppend},
		{"vi-bWord", func(e *Editor, n int) { e.viMove(n, e.viPrevious(true)) }},
		{"vi-back-to-indent", (*Editor).viFirstPrint},
		{"vi-bword", func(e *Editor, n int) { e.viMove(n, e.viPrevious(false)) }},
		{"vi-complete", (*Editor).askCompletion},
		{"vi-edit-and-execute-command", (*Editor).editCommand},
		{"vi-eWord", func(e *Editor, n int) { e.viMove(n, e.viEnd(true)) }},
		{"vi-eword", func(e *Editor, n int) { e.viMove(n, e.viEnd(false)) }},
		{"vi-fWord", func(e *Editor, n int) { e.viMove(n, e.viNext(true)) }},
		{"vi-fetch-history", (*Editor).viHistoryLine},
		{"vi-fword", func(e *Editor, n int) { e.viMove(n, e.viNext(false)) }},
		{"vi-rubout", (*Editor).backwardDeleteChar},
		{"vi-undo", (*Editor).undoChange},
		{"vi-unix-word-rubout", (*Editor).unixWordRubout},
		{"vi-yank-arg", (*Editor).yankLastArg},
		{"vi-append-eol", func(e *Editor, n int) { e.point = e.lineEnd(e.point); e.viInsert(n) }},
		{"vi-arg-digit", nil}, // see run
		{"vi-change-case", (*Editor).viChangeCase},
		{"vi-change-char", (*Editor).viChangeChar},
		{"vi-change-eol", func(e *Editor, n int) { e.killLine(1); e.viInsert(n) }},
		{"vi-change-line", func(e *Editor, n int) { e.killWholeLine(1); e.viInsert(n) }},
		{"vi-change-to", func(e *Editor, n int) { e.viOperator('c', n) }},
		{"vi-column", func(e *Editor, n int) { e.toColumn(e.lineStart(e.point), n-1) }},
		{"vi-delete", (*Editor).viDelete},
		{"vi-delete-eol", func(e *Editor, _ int) { e.vi.changes = true; e.killLine(1) }},
		{"vi-delete-to", func(e *Editor, n int) { e.viOperator('d', n) }},
		{"vi-end-field", func(e *Editor, n int) { e.viMove(n, e.viEnd(true)) }},
		{"vi-end-of-line", func(e *Editor, _ int) { e.point = e.lineEnd(e.point) }},
		{"vi-end-word", func(e *Editor, n int) { e.viMove(n, e.viEnd(false)) }},
		{"vi-find", func(e *Editor, n int) { e.viFind(n, false) }},
		{"vi-find-again", func(e *Editor, n int) { e.viFindAgain(n) }},
		{"vi-find-back", func(e *Editor, n int) { e.viFind(-n, false) }},
		{"vi-find-back-again", func(e *Editor, n int) { e.viFindAgain(-n) }},
		{"vi-first-print", (*Editor).viFirstPrint},
		{"vi-history-line", (*Editor).viHistoryLine},
		{"vi-insert-beg", func(e *Editor, n int) { e.viFirstPrint(n); e.viInsert(n) }},
		{"vi-insertion-mode", (*Editor).viInsert},
		{"vi-match", (*Editor).viMatch},
		{"vi-movement-mode", (*Editor).viMovement},
		{"vi-next-field", func(e *Editor, n int) { e.viMove(n, e.viNext(true)) }},
		{"vi-next-word", func(e *Editor, n int) { e.viMove(n, e.viNext(false)) }},
		{"vi-prev-field", func(e *Editor, n int) { e.viMove(n, e.viPrevious(true)) }},
		{"vi-prev-word", func(e *Editor, n int) { e.viMove(n, e.viPrevious(false)) }},
		{"vi-put", func(e *Editor, n int) { e.viPut(n, true) }},
		{"vi-put-before", func(e *Editor, n int) { e.viPut(n, false) }},
		{"vi-redo", (*Editor).viRedo},
		{"vi-replace-mode", func(e *Editor, n int) { e.viInsert(n); e.overwrite = true }},
		{"vi-search-again", func(e *Editor, _ int) { e.viSearchAgain(false) }},
		{"vi-search-back", (*Editor).reverseSearchHistory},
		{"vi-search-forward", (*Editor).forwardSearchHistory},
		{"vi-search-other", func(e *Editor, _ int) { e.viSearchAgain(true) }},
		{"vi-subst", func(e *Editor, n int) { e.viDelete(n); e.viInsert(n) }},
		{"vi-till", func(e *Editor, n int) { e.viFind(n, true) }},
		{"vi-till-back", func(e *Editor, n int) { e.viFind(-n, true) }},
		{"vi-yank-eol", func(e *Editor, _ int) { e.viYank(e.point, e.lineEnd(e.point)) }},
		{"vi-yank-to", func(e *Editor, n int) { e.viOperator('y', n) }},
	}
}

func (e *Editor) setMode(mode string) {
	_ = e.bindings.Set("editing-mode", mode)
	e.vi.start(mode == "vi")
}

func (e *Editor) viInsert(int) {
	e.vi.command, e.vi.changes = false, true
	e.overwrite = false
}

func (e *Editor) viAppend(n int) {
	if e.point < e.lineEnd(e.point) {
		e.point = e.next(e.point)
	}
	e.viInsert(n)
}

// viMovement leaves insert mode. The cursor goes onto the last character typed.
func (e *Editor) viMovement(int) {
	e.vi.command, e.overwrite = true, false
	if e.point > e.lineStart(e.point) {
		e.point = e.previous(e.point)
	}
}

// viHistoryLine goes to an entry by its number, or to the new line.
func (e *Editor) viHistoryLine(n int) {
	to := e.hist.Len()
	if e.argument.given {
		to = min(max(n-e.hist.First(), 0), to)
	}
	e.moveHistory(to - e.history.at)
}

// viSearchAgain is n or N: the next entry with what was searched for.
func (e *Editor) viSearchAgain(other bool) {
	if e.shown.searched == "" {
		e.ring()
		return
	}
	find := e.hist.Backward
	from, at := e.history.at, 0
	if other {
		find = e.hist.Forward
		from++
	}
	entry, _ := find(e.shown.searched, from, at)
	if entry < 0 {
		e.ring()
		return
	}
	e.goTo(entry)
}

// viRedo does the last change again.
func (e *Editor) viRedo(int) {
	if e.vi.redoes || len(e.vi.changed) == 0 {
		e.ring()
		return
	}
	e.vi.redoes = true
	e.push(e.vi.changed, true)
}
