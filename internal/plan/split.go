package plan

import (
	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parallel"
)

// Split is what set -o parallel makes of a command, if it is still what the program says
// when it runs, and of a version that the table has.
type Split struct {
	Jobs    int     // at a time; 0: it runs as it is written
	Outputs string  // what becomes of theirs
	Bound   float64 // what the whole pipeline gains at most; 0: that is not known
	Refused string  // why it runs as it is written
}

// splits notes of the stages of a pipeline, or of a command that is one, what is split.
func (b *builder) splits(nodes []*Node, stmts []*syntax.Stmt) {
	if b.parallel == nil {
		return
	}
	facts := make([]parallel.Stage, len(nodes))
	for i, n := range nodes {
		facts[i] = b.splitFacts(n, stmts[i])
	}
	for i, d := range parallel.Decide(facts, *b.parallel) {
		s := &Split{Refused: d.Refused}
		switch {
		case d.Counts:
			s = &Split{Jobs: 1, Outputs: "counted with those that are equal, for uniq -c"}
		case d.Row != nil:
			s = &Split{Jobs: b.parallel.Jobs, Outputs: d.Row.Class.String(), Bound: d.Bound}
		}
		nodes[i].Split = s
	}
}

// splitFacts is what decides about a command.
func (b *builder) splitFacts(n *Node, st *syntax.Stmt) parallel.Stage {
	call, ok := st.Cmd.(*syntax.CallExpr)
	if !ok || n.Command == nil || n.Command.Is != WhatProgram {
		return parallel.Stage{Why: "it is no program"}
	}
	s := parallel.Stage{Path: n.Command.Path, Locale: b.locale}
	for _, a := range call.Assigns {
		if a.Name != nil && a.Value != nil {
			switch name := a.Name.Value; name {
			case "LC_ALL", "LC_COLLATE", "LANG":
				s.Locale, _ = constant(a.Value)
			}
		}
	}
	for _, r := range n.Redirects {
		s.Fds = append(s.Fds, r.Fd)
	}
	for _, w := range call.Args {
		text, ok := constant(w)
		if !ok {
			return parallel.Stage{Why: "its words are known when it runs"}
		}
		s.Argv = append(s.Argv, text)
	}
	return s
}
