package plan

import (
	"maps"

	"gpipe/internal/expand"
)

// Place is where a command runs.
type Place uint8

// The places.
const (
	Inside        Place = iota // where the command around it runs
	Copy                       // on a copy of the shell's environment, in the shell's process
	Process                    // a process of its own
	CopyOrProcess              // one of these: words decide that are expanded just before
)

func (p Place) String() string {
	return [...]string{"", "copy", "process", "copy or process"}[p]
}

// where finds out where nodes run, when the whole program has been read.
func (b *builder) where() {
	for _, find := range b.places {
		find()
	}
}

// later has find called when the whole program has been read. It is given what
// is known of functions at this point.
func (b *builder) later(find func(w World)) {
	b.places = append(b.places, func() func() {
		known := maps.Clone(b.known)
		return func() {
			b.asked++
			find(&foretold{b, known, b.asked})
		}
	}())
}

// environment is the place of commands with these effects that have an
// environment of their own.
func environment(fx *Effects, w World) (Place, Reason) {
	why, sure := fx.Foreseen(w)
	switch {
	case why != None:
		return Process, why
	case sure:
		return Copy, None
	}
	return CopyOrProcess, Unknown
}

// own notes the place of a node that has an environment of its own.
func (b *builder) own(n *Node, fx *Effects) {
	b.later(func(w World) { n.put(environment(fx, w)) })
}

// put notes the place of a node. A program is where it is.
func (n *Node) put(p Place, why Reason) {
	if !n.isProgram() {
		n.Where, n.Why = p, why
	}
}

// isProgram tells whether a command is a process, here or on another host.
func (n *Node) isProgram() bool {
	return n.Command != nil && (n.Command.Is == WhatProgram || n.Command.Host != "")
}

// stagesPlace notes the places of the stages of a pipeline: when one that is a
// simple command needs a process, all have one.
func (b *builder) stagesPlace(stages []*Node, fx []*Effects) {
	b.later(func(w World) {
		all, why := Copy, None
		for i, n := range stages {
			if n.Kind != KindCommand || n.isProgram() {
				continue
			}
			if p, r := environment(fx[i], w); p == Process || all == Copy {
				all, why = p, r
			}
		}
		for i, n := range stages {
			p, r := all, why
			if all != Process && n.Kind != KindCommand {
				p, r = environment(fx[i], w)
			}
			if p == Copy {
				p, r = all, why
			}
			n.put(p, r)
		}
	})
}

// foretold is a World of which only the text of the program is known.
type foretold struct {
	b     *builder
	known map[string]int
	asked uint64
}

func (f *foretold) Generation() uint64 { return f.asked }

func (f *foretold) Function(name string) *Effects {
	if _, known := f.known[name]; !known {
		return nil
	}
	return f.b.functions[name]
}

func (f *foretold) Expand(words []*expand.Word) []string { return nil }

func (f *foretold) Text(string) *Effects { return Unforeseen() }
