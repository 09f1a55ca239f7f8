package interp

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// utilities returns the names of the commands that a function's body runs, but
// for those that are known only then, for set -h.
func utilities(body *syntax.Stmt) []string {
	var names []string
	syntax.Walk(body, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 {
			name := parse.Decode(call.Args[0].Lit())
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		_, definition := n.(*syntax.FuncDecl)
		return !definition
	})
	return names
}
