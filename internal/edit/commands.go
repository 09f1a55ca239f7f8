package edit

// command is what keys may be bound to.
type command struct {
	name string
	run  func(*Editor, int)
}

// commandTable has them. The names are those of readline where it has
// the same.
func commandTable() []command {
	return append([]command{
		{"abort", (*Editor).abort},
		{"accept-line", (*Editor).acceptLine},
		{"backward-byte", (*Editor).backwardChar},
		{"backward-char", (*Editor).backwardChar},
		{"backward-delete-char", (*Editor).backwardDeleteChar},
		{"backward-kill-line", (*Editor).backwardKillLine},
		{"backward-kill-word", (*Editor).backwardKillWord},
		{"backward-word", (*Editor).backwardWord},
		{"beginning-of-history", (*Editor).beginningOfHistory},
		{"beginning-of-line", (*Editor).beginningOfLine},
		{"capitalize-word", (*Editor).capitalizeWord},
		{"character-search", (*Editor).characterSearch},
		{"character-search-backward", (*Editor).characterSearchBackward},
		{"clear-display", (*Editor).clearScreen},
		{"clear-screen", (*Editor).clearScreen},
		{"complete", (*Editor).askCompletion},
		{"copy-region-as-kill", (*Editor).copyRegion},
		{"delete-char", (*Editor).deleteChar},
		{"delete-char-or-eof", (*Editor).deleteCharOrEOF},
		{"delete-char-or-list", (*Editor).deleteCharOrList},
		{"delete-horizontal-space", (*Editor).deleteHorizontalSpace},
		{"digit-argument", nil}, // see run
		{"down-line-or-history", (*Editor).downLineOrHistory},
		{"downcase-word", (*Editor).downcaseWord},
		{"edit-and-execute-command", (*Editor).editCommand},
		{"end-of-history", (*Editor).endOfHistory},
		{"end-of-line", (*Editor).endOfLine},
		{"exchange-point-and-mark", (*Editor).exchangePointAndMark},
		{"fetch-history", (*Editor).viHistoryLine},
		{"forward-backward-delete-char", (*Editor).forwardBackwardDeleteChar},
		{"forward-byte", (*Editor).forwardChar},
		{"forward-char", (*Editor).forwardChar},
		{"forward-search-history", (*Editor).forwardSearchHistory},
		{"forward-word", (*Editor).forwardWord},
		{"history-and-alias-expand-line", (*Editor).expandHistory},
		{"history-expand-line", (*Editor).expandHistory},
		{"history-search-backward", (*Editor).historySearchBackward},
		{"history-search-forward", (*Editor).historySearchForward},
		{"insert-comment", (*Editor).insertComment},
		{"insert-completions", (*Editor).insertCompletions},
		{"insert-last-argument", (*Editor).yankLastArg},
		{"insert-newline", (*Editor).insertNewline},
		{"interrupt", (*Editor).interrupt},
		{"kill-line", (*Editor).killLine},
		{"kill-region", (*Editor).killRegion},
		{"kill-whole-line", (*Editor).killWholeLine},
		{"kill-word", (*Editor).killWord},
		{"magic-space", (*Editor).magicSpace},
		{"menu-complete", (*Editor).menuComplete},
		{"menu-complete-backward", (*Editor).menuCompleteBackward},
		{"next-history", (*Editor).nextHistory},
		{"old-menu-complete", (*Editor).menuComplete},
		{"operate-and-get-next", (*Editor).operateAndGetNext},
		{"overwrite-mode", (*Editor).overwriteMode},
		{"possible-completions", (*Editor).possibleCompletions},
		{"previous-history", (*Editor).previousHistory},
		{"quoted-insert", (*Editor).quotedInsert},
		{"redraw-current-line", (*Editor).redraw},
		{"reverse-search-history", (*Editor).reverseSearchHistory},
		{"revert-line", (*Editor).revertLine},
		{"self-insert", nil}, // what is bound to nothing does it
		{"set-mark", (*Editor).markPoint},
		{"shell-backward-kill-word", (*Editor).shellBackwardKillWord},
		{"shell-backward-word", (*Editor).shellBackwardWord},
		{"shell-expand-line", (*Editor).expandLine},
		{"shell-forward-word", (*Editor).shellForwardWord},
		{"shell-kill-word", (*Editor).shellKillWord},
		{"tab-insert", (*Editor).tabInsert},
		{"transpose-chars", (*Editor).transposeChars},
		{"transpose-words", (*Editor).transposeWords},
		{"undo", (*Editor).undoChange},
		{"universal-argument", nil},
		{"unix-filename-rubout", (*Editor).unixFilenameRubout},
		{"unix-line-discard", (*Editor).unixLineDiscard},
		{"unix-word-rubout", (*Editor).unixWordRubout},
		{"up-line-or-history", (*Editor).upLineOrHistory},
		{"upcase-word", (*Editor).upcaseWord},
		{"yank", (*Editor).yank},
		{"yank-last-arg", (*Editor).yankLastArg},
		{"yank-nth-arg", (*Editor).yankNthArg},
		{"yank-pop", (*Editor).yankPop},
	}, viCommands()...)
}

// IsCommand tells whether keys may be bound to a name.
func IsCommand(name string) bool {
	for _, c := range commandTable() {
		if c.name == name {
			return true
		}
	}
	return false
}

// Commands are the names that keys may be bound to.
func Commands() []string {
	var names []string
	for _, c := range commandTable() {
		names = append(names, c.name)
	}
	return names
}
