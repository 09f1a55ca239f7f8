package plan

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// wordPlace says what is done to a word beside parameters, substitutions and
// arithmetic.
type wordPlace uint8

const (
	asFields   wordPlace = iota // an argument: everything
	asValue                     // the value of an assignment, a file name: tildes
	asText                      // an expression: nothing
	inDocument                  // a here-document: nothing
)

// expansions notes what of a word or an expression is left to the run, and
// builds the commands that its substitutions run.
func (b *builder) expansions(n *Node, s *scope, root syntax.Node, as wordPlace) {
	name := "here-document"
	if as != inDocument {
		name = b.text(root)
	}
	var parts []Part
	if w, ok := root.(*syntax.Word); ok {
		parts = b.literals(w, as)
	}
	whole := make(map[syntax.Node]bool) // not split into fields
	syntax.Walk(root, func(node syntax.Node) bool {
		kind := ""
		switch x := node.(type) {
		case *syntax.DblQuoted:
			for _, p := range x.Parts {
				whole[p] = true
			}
		case *syntax.ParamExp:
			kind = "parameter"
		case *syntax.ArithmExp:
			kind = "arithmetic"
		case *syntax.CmdSubst:
			kind = "command substitution"
			b.commandSubst(n, s, x)
		case *syntax.ProcSubst:
			b.procSubst(n, s, x)
			kind, whole[x] = "process substitution", true
		}
		if kind != "" {
			part := Part{Kind: kind, Text: b.text(node)}
			part.Split = as == asFields && !whole[node]
			parts = append(parts, part)
		}
		return !strings.HasSuffix(kind, "substitution")
	})
	if len(parts) > 0 {
		n.Words = append(n.Words, Word{name, parts})
	}
}

// commandSubst builds the commands of $( ).
func (b *builder) commandSubst(n *Node, s *scope, x *syntax.CmdSubst) {
	var list []*Node
	fx := b.effects.Part(func() { list = b.substitution(n, s, x.Stmts, 1, "memory of gpipe, or a pipe to it") })
	fx.Heed(b.text(x))
	if OnlyInput(x) != nil {
		return
	}
	b.begin(list, func(c *Node, w World) { c.put(environment(fx, w)) })
}

// procSubst builds the commands of <( ) and >( ).
func (b *builder) procSubst(n *Node, s *scope, x *syntax.ProcSubst) {
	fd, label := 1, "pipe of <( ), write end"
	if x.Op == syntax.CmdOut {
		fd, label = 0, "pipe of >( ), read end"
	}
	list := b.substitution(n, s, x.Stmts, fd, label)
	brief := BriefOf(x.Stmts)
	if fd != 1 || brief == nil || !b.builtins(brief.Names) {
		if stages, _ := ProcessStages(x); stages != nil {
			b.processes(list[0])
			return
		}
		brief = nil
	}
	b.begin(list, func(c *Node, _ World) {
		if brief != nil {
			c.put(b.brief(), None)
		} else {
			c.put(Process, Asynchronous)
		}
	})
}

// begin has place called with the command that an environment begins with, unless
// that has an environment of its own.
func (b *builder) begin(list []*Node, place func(c *Node, w World)) {
	b.later(func(w World) {
		if len(list) > 0 && list[0].Where == Inside {
			place(list[0], w)
		}
	})
}

// brief is the place of brief commands: see Brief.
func (b *builder) brief() Place {
	if b.traps {
		return CopyOrProcess
	}
	return Copy
}

// builtins tells whether all names are those of built-ins.
func (b *builder) builtins(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		is := b.command(name, nil).Is
		return is != WhatBuiltin && is != WhatSpecial
	})
}

// substitution builds the commands of a substitution, whose fd is a file of
// its own.
func (b *builder) substitution(n *Node, s *scope, list []*syntax.Stmt, fd int, label string) (commands []*Node) {
	own := s.fork()
	own.files[fd] = b.newFile(label)
	b.apart(func() { commands = b.stmts(list, own, "substitution") })
	n.Children = append(n.Children, commands...)
	return commands
}

// literals finds tildes, braces and patterns in the unquoted text of a word.
func (b *builder) literals(w *syntax.Word, as wordPlace) []Part {
	if as >= asText {
		return nil
	}
	var parts []Part
	for i, p := range w.Parts {
		lit, ok := p.(*syntax.Lit)
		if !ok {
			if _, ok := p.(*syntax.ExtGlob); ok && as == asFields {
				parts = append(parts, Part{Kind: "pattern", Text: b.text(w)})
			}
			continue
		}
		if i == 0 && strings.HasPrefix(lit.Value, "~") {
			name, _, _ := strings.Cut(lit.Value, "/")
			parts = append(parts, Part{Kind: "tilde", Text: name})
		}
		if name, value, ok := strings.Cut(lit.Value, "="); ok && i == 0 && !b.posix && syntax.ValidName(name) && strings.HasPrefix(value, "~") {
			name, _, _ := strings.Cut(value, "/")
			parts = append(parts, Part{Kind: "tilde", Text: name})
		}
		if as == asFields && isPattern(lit.Value) {
			parts = append(parts, Part{Kind: "pattern", Text: b.text(w)})
		}
	}
	if as == asFields && syntax.SplitBraces(&syntax.Word{Parts: slices.Clone(w.Parts)}) {
		parts = append(parts, Part{Kind: "braces", Text: b.text(w)})
	}
	return parts
}

// isPattern tells whether literal text has something of a pattern that no
// backslash quotes.
func isPattern(lit string) bool {
	bracket := false
	for i := 0; i < len(lit); i++ {
		switch lit[i] {
		case '\\':
			i++
		case '*', '?':
			return true
		case '[':
			bracket = true
		case ']':
			if bracket {
				return true
			}
		}
	}
	return false
}

// constant returns the value of a command name that has no expansions.
func constant(w *syntax.Word) (string, bool) {
	var text strings.Builder
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.Lit:
			if isPattern(p.Value) || strings.HasPrefix(p.Value, "~") || strings.Contains(p.Value, "{") {
				return "", false
			}
			text.WriteString(unquoted(p.Value))
		case *syntax.SglQuoted:
			if p.Dollar {
				return "", false
			}
			text.WriteString(p.Value)
		case *syntax.DblQuoted:
			lit := (&syntax.Word{Parts: p.Parts}).Lit()
			if len(p.Parts) > 0 && lit == "" || strings.Contains(lit, `\`) {
				return "", false
			}
			text.WriteString(lit)
		default:
			return "", false
		}
	}
	return text.String(), true
}

// unquoted takes backslashes away.
func unquoted(lit string) string {
	if strings.IndexByte(lit, '\\') < 0 {
		return lit
	}
	var b strings.Builder
	for i := 0; i < len(lit); i++ {
		if lit[i] == '\\' && i+1 < len(lit) {
			if i++; lit[i] == '\n' {
				continue
			}
		}
		b.WriteByte(lit[i])
	}
	return b.String()
}
