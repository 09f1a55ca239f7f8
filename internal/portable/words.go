package portable

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// redirect looks at a redirection.
func (k *checker) redirect(n *syntax.Redirect) {
	if n.N != nil && strings.HasPrefix(n.N.Value, "{") {
		k.at(n.Pos(), "a redirection of "+n.N.Value)
	}
	switch n.Op {
	case syntax.RdrAll, syntax.AppAll, syntax.WordHdoc:
		k.at(n.OpPos, n.Op.String())
	case syntax.DplOut, syntax.DplIn:
		if lit := n.Word.Lit(); lit != "" && lit != "-" && strings.Trim(lit, "0123456789") != "" {
			if strings.Trim(strings.TrimSuffix(lit, "-"), "0123456789") == "" {
				k.at(n.OpPos, n.Op.String()+" that moves a descriptor")
			} else {
				k.at(n.OpPos, n.Op.String()+" with a file")
			}
		}
	}
}

func (k *checker) assign(n *syntax.Assign) {
	switch {
	case n.Naked || n.Name == nil:
		return
	case n.Array != nil:
		k.at(n.Pos(), "an array")
	case n.Index != nil:
		k.at(n.Pos(), "an element of an array")
	}
	if n.Append {
		k.at(n.Pos(), "+=")
	}
}

// param looks at a parameter expansion.
func (k *checker) param(n *syntax.ParamExp) {
	if n.Param != nil && isShellVariable(n.Param.Value) {
		k.at(n.Pos(), "the variable "+n.Param.Value)
	}
	switch {
	case n.Excl:
		k.at(n.Pos(), "${!"+n.Param.Value+"}")
	case n.Index != nil:
		k.at(n.Pos(), "an element of an array")
	case n.Slice != nil:
		k.at(n.Pos(), "${name:offset}")
	case n.Repl != nil:
		k.at(n.Pos(), "${name/pattern/string}")
	case n.Width:
		k.at(n.Pos(), "${%name}")
	case n.Exp == nil:
	default:
		switch n.Exp.Op {
		case syntax.UpperFirst, syntax.UpperAll, syntax.LowerFirst, syntax.LowerAll:
			k.at(n.Pos(), "${name"+n.Exp.Op.String()+"}")
		case syntax.OtherParamOps:
			k.at(n.Pos(), "${name@operator}")
		}
	}
}

func (k *checker) arithm(n *syntax.ArithmExp) {
	if n.Bracket {
		k.at(n.Pos(), "$[ ]")
	}
	if n.X == nil {
		return
	}
	syntax.Walk(n.X, func(n syntax.Node) bool {
		if w, ok := n.(*syntax.Word); ok {
			base, _, found := strings.Cut(w.Lit(), "#")
			if found && base != "" && strings.Trim(base, "0123456789") == "" {
				k.at(w.Pos(), "a number with a base")
			}
		}
		return true
	})
}

// operator looks at the operators of an expression that those of POSIX do not need to
// have.
func (k *checker) operator(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.BinaryArithm:
		switch n.Op {
		case syntax.Pow, syntax.Comma:
			k.at(n.OpPos, n.Op.String()+" in arithmetic")
		}
	case *syntax.UnaryArithm:
		switch n.Op {
		case syntax.Inc, syntax.Dec:
			k.at(n.OpPos, n.Op.String()+" in arithmetic")
		}
	}
}

// word looks at what only a whole word shows: tildes that are not of a user.
func (k *checker) word(n *syntax.Word) {
	first, ok := n.Parts[0].(*syntax.Lit)
	if !ok {
		return
	}
	if rest, ok := strings.CutPrefix(first.Value, "~"); ok {
		name, _, _ := strings.Cut(rest, "/")
		if name != "" && strings.Trim(strings.TrimLeft(name, "+-"), "0123456789") == "" {
			k.at(n.Pos(), "~"+name)
		}
	}
}

// braces notes words that braces would make several.
func (k *checker) braces(words []*syntax.Word) {
	for _, w := range words {
		copied := *w
		copied.Parts = append([]syntax.WordPart(nil), w.Parts...)
		if !hasBrace(w) || !syntax.SplitBraces(&copied) {
			continue
		}
		if slices.ContainsFunc(copied.Parts, func(p syntax.WordPart) bool { _, is := p.(*syntax.BraceExp); return is }) {
			k.at(w.Pos(), "brace expansion")
		}
	}
}

func hasBrace(w *syntax.Word) bool {
	for _, p := range w.Parts {
		if lit, ok := p.(*syntax.Lit); ok && strings.Contains(lit.Value, "{") {
			return true
		}
	}
	return false
}

// isShellVariable tells whether bash computes a variable, or takes it for a wish,
// that POSIX does not know.
func isShellVariable(name string) bool {
	switch name {
	case "RANDOM", "SRANDOM", "SECONDS", "EPOCHSECONDS", "EPOCHREALTIME", "UID", "EUID", "GROUPS", "FUNCNAME",
		"PIPESTATUS", "DIRSTACK", "SHELLOPTS", "HOSTNAME", "HOSTTYPE", "MACHTYPE", "OSTYPE", "SHLVL", "REPLY",
		"MAPFILE", "COPROC", "READLINE_LINE", "READLINE_POINT", "COMP_WORDS", "COMP_CWORD", "COMPREPLY":
		return true
	}
	return strings.HasPrefix(name, "BASH")
}
