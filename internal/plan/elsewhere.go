package plan

import (
	"strings"

	"gpipe/internal/remote"

	"mvdan.cc/sh/v3/syntax"
)

// elsewhere notes where a command on another host runs, and what that is.
func (b *builder) elsewhere(c *Command, args []*syntax.Word) {
	words := make([]string, len(args))
	for i, a := range args {
		text, ok := constant(a)
		if !ok {
			text = strings.Join(strings.Fields(b.text(a)), "") // known at run time
		}
		words[i] = text
	}
	r, fault := remote.ParseRequest(words)
	if fault != "" {
		return
	}
	c.Host, c.Way = strings.Join(r.Hosts, ","), "ssh"
	if r.Jump != "" {
		c.Way += " -J " + r.Jump
	}
	if r.SSH != "" {
		c.Way = r.SSH
	}
	if r.Launch != "" {
		c.Way = r.Launch
	}
	c.Runs = &Command{Name: r.Argv[0], Is: WhatLater}
}
