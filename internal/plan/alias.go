package plan

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// aliases are those that the lines read so far define, as far as that can be
// seen: by name and text as they stand there, not in a function, a subshell or
// a substitution.
type aliases map[string]string

func (a aliases) text(name string) (string, bool) {
	text, ok := a[name]
	return text, ok
}

func (a aliases) any() bool { return len(a) > 0 }

// note notes what a line does to aliases: that concerns the lines after it.
func (a aliases) note(line *parse.Line) {
	for _, s := range line.Stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl, *syntax.Subshell, *syntax.CmdSubst, *syntax.ProcSubst:
				return false
			case *syntax.BinaryCmd:
				return !IsPipe(n.Op)
			case *syntax.CallExpr:
				a.call(n)
			}
			return true
		})
	}
}

// call notes what a command does.
func (a aliases) call(n *syntax.CallExpr) {
	var words []string
	for i, w := range n.Args {
		if text, ok := constant(w); ok {
			words = append(words, text)
		} else if i == 0 {
			return
		}
	}
	if len(words) < 2 {
		return
	}
	for _, word := range words[1:] {
		name, text, defines := strings.Cut(word, "=")
		switch {
		case words[0] == "alias" && defines:
			a[name] = text
		case words[0] == "unalias" && word == "-a":
			clear(a)
		case words[0] == "unalias":
			delete(a, name)
		}
	}
}
