package plan

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// pooled is what the command is that a pool, or par, with these arguments runs; nil:
// it has none.
func (b *builder) pooled(args []*syntax.Word) *Command {
	args = behindPoolOptions(args)
	if len(args) == 0 {
		return nil
	}
	name, ok := constant(args[0])
	if !ok || strings.Contains(name, "{}") {
		return &Command{Name: b.text(args[0]), Is: WhatLater}
	}
	return b.command(name, nil)
}

// behindPoolOptions returns the command and what follows it.
func behindPoolOptions(args []*syntax.Word) []*syntax.Word {
	for len(args) > 0 {
		option, ok := constant(args[0])
		switch {
		case !ok || len(option) < 2 || option[0] != '-':
			return args
		case option == "--":
			return args[1:]
		case option == "--joblog" || option[1] != '-' && (strings.HasSuffix(option, "j") || option == "-c"): // a value follows
			args = args[min(2, len(args)):]
		default:
			args = args[1:]
		}
	}
	return nil
}
