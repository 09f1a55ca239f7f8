package main

import (
	"strings"

	"gpipe/internal/interp"
)

// mistaken tells whether the words after the text of a script are more likely
// meant for its only word: gpipe ls -l. A script of one word has no use for its
// name and arguments.
func (in *invocation) mistaken() bool {
	if !in.plain || len(in.rest) == 0 {
		return false
	}
	return in.text != "" && strings.Trim(in.text, wordChars) == ""
}

// wordChars are those of names of commands and files that mean nothing else.
const wordChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:@%"

// mistake says what was probably meant, and returns the status.
func (in *invocation) mistake(sh *interp.Shell) int {
	name := interp.Quote(in.text)
	cmd, err := sh.Search().Resolve(in.text, false)
	if cmd.Kind == interp.KindFile && (err != nil || strings.Contains(in.text, "/")) {
		return complain(name+": no such file or command", 127)
	}
	words := []string{in.text}
	for _, word := range in.rest {
		words = append(words, interp.QuoteWord(word))
	}
	return complain(name+": the script is this word alone; for a command with arguments: gpipe "+
		interp.QuoteWord(strings.Join(words, " ")), 2)
}
