package plan

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// simple builds a simple command.
func (b *builder) simple(st *syntax.Stmt, s *scope) *Node {
	n := b.node(KindCommand, st)
	outer := s
	s = s.fork()
	switch cmd := st.Cmd.(type) {
	case *syntax.CallExpr:
		b.call(n, cmd, outer)
		b.effects.Call(cmd)
	case *syntax.DeclClause:
		n.Command = b.command(cmd.Variant.Value, nil)
		for _, a := range cmd.Args {
			b.assignment(n, a, outer)
			if a.Name != nil {
				b.effects.Assign(a.Name.Value)
			} else {
				b.effects.AssignAny()
			}
		}
	default:
		n.Command = &Command{Is: WhatNothing}
	}
	b.redirectWords(n, st.Redirs, outer)
	n.Redirects = b.redirects(st.Redirs, s)
	if n.isProgram() {
		n.Where = Process
	}
	switch {
	case n.fails():
		return n
	case n.isProgram() || n.execs():
		n.show(s.list())
		n.Steps = s.steps()
	case len(st.Redirs) > 0:
		n.show(s.list())
	}
	if n.Command.Name == "exec" && len(arguments(st)) < 2 {
		outer.files, outer.named = s.files, s.named // for good
	}
	return n
}

func arguments(st *syntax.Stmt) []*syntax.Word {
	if call, ok := st.Cmd.(*syntax.CallExpr); ok {
		return call.Args
	}
	return nil
}

// execs tells whether the command is exec with a program to run.
func (n *Node) execs() bool { return n.Command.Name == "exec" && n.Command.Path != "" }

// call builds the words of a command.
func (b *builder) call(n *Node, cmd *syntax.CallExpr, s *scope) {
	var prefix *syntax.Assign
	for _, a := range cmd.Assigns {
		b.assignment(n, a, s)
		if a.Name != nil && a.Name.Value == "PATH" {
			prefix = a
		}
	}
	for _, w := range cmd.Args {
		b.expansions(n, s, w, asFields)
	}
	if len(cmd.Args) == 0 {
		n.Command = &Command{Is: WhatAssignment}
		b.path = b.path || prefix != nil
		return
	}
	name, ok := constant(cmd.Args[0])
	if !ok {
		n.Command = &Command{Name: b.text(cmd.Args[0]), Is: WhatLater}
		return
	}
	n.Command = b.command(name, prefix)
	b.traps = b.traps || name == "trap"
	if n.Command.Is == WhatSpecial && name == "exec" && len(cmd.Args) > 1 {
		n.Command.Path = b.replacement(cmd.Args[1])
	}
	if n.Command.Is == WhatBuiltin && (name == "pool" || name == "par") {
		n.Command.Runs = b.pooled(cmd.Args[1:])
	}
	if n.Command.Is == WhatBuiltin && name == "on" {
		b.elsewhere(n.Command, cmd.Args[1:])
	}
}

// replacement is the program that exec is to run, if that is known.
func (b *builder) replacement(w *syntax.Word) string {
	name, ok := constant(w)
	if !ok || strings.HasPrefix(name, "-") || b.path {
		return ""
	}
	return b.resolve(name, true).Path
}

// command finds out what a name stands for. With an assignment to PATH that
// is left to the run.
func (b *builder) command(name string, path *syntax.Assign) *Command {
	c := &Command{Name: name}
	found := b.resolve(name, false)
	line, defined := b.known[name]
	switch {
	case found.Is == WhatSpecial:
		c.Is = WhatSpecial
	case defined:
		c.Is, c.Path = WhatFunction, "line "+strconv.Itoa(line)
	case found.Is == WhatBuiltin:
		c.Is = WhatBuiltin
	case (b.path || path != nil) && !strings.Contains(name, "/"):
		c.Is, c.Path = WhatLater, "by the PATH of then"
	default:
		c.Is, c.Path = found.Is, found.Path
	}
	return c
}

// assignment notes what the value of an assignment, or an argument like one,
// leaves to the run.
func (b *builder) assignment(n *Node, a *syntax.Assign, s *scope) {
	if a.Index != nil {
		b.expansions(n, s, a.Index, asText)
	}
	if a.Value != nil {
		b.expansions(n, s, a.Value, asValue)
	}
	if a.Array != nil {
		for _, e := range a.Array.Elems {
			if e.Index != nil {
				b.expansions(n, s, e.Index, asText)
			}
			if e.Value != nil {
				b.expansions(n, s, e.Value, asFields)
			}
		}
	}
}

// redirectWords notes what the words of redirections leave to the run.
func (b *builder) redirectWords(n *Node, list []*syntax.Redirect, s *scope) {
	for _, r := range list {
		b.expansions(n, s, r.Word, asValue)
		if r.Hdoc != nil {
			b.expansions(n, s, r.Hdoc, inDocument)
		}
	}
}
