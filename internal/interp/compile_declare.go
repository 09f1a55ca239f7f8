package interp

import (
	"strings"

	"gpipe/internal/expand"

	"mvdan.cc/sh/v3/syntax"
)

// callWords compiles the words of a simple command. After "command export" and
// the like, name=value expands as an assignment does, as it does after export
// alone (XCU 2.9.1.1).
func (c *compiler) callWords(args []*syntax.Word) words {
	n := declares(args)
	if n == 0 {
		return c.words(args)
	}
	var list []*expand.Word
	for i, word := range args {
		if a := asAssign(word); a != nil && i >= n {
			list = append(list, c.exp.DeclArg(a)...)
		} else {
			list = append(list, c.exp.Words(word)...)
		}
	}
	return makeWords(list)
}

// declares returns where the operands begin of a declaration utility that the
// command built-in runs, 0 if it is something else.
func declares(args []*syntax.Word) int {
	if len(args) == 0 || args[0].Lit() != "command" {
		return 0
	}
	for i, word := range args {
		switch word.Lit() {
		case "command", "-p", "--":
		case "export", "readonly", "local", "declare", "typeset":
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// asAssign reads a word as name=value, nil if it is none.
func asAssign(word *syntax.Word) *syntax.Assign {
	if len(word.Parts) == 0 {
		return nil
	}
	first, ok := word.Parts[0].(*syntax.Lit)
	if !ok {
		return nil
	}
	name, rest, found := strings.Cut(first.Value, "=")
	if !found || !syntax.ValidName(name) {
		return nil
	}
	value := &syntax.Word{Parts: word.Parts[1:]}
	if rest != "" {
		head := *first
		head.Value = rest
		value.Parts = append([]syntax.WordPart{&head}, word.Parts[1:]...)
	}
	return &syntax.Assign{Name: &syntax.Lit{Value: name}, Value: value}
}
