package interp

import (
	"maps"
	"slices"

	"gpipe/internal/layout"
)

// Functions returns the names of the functions, sorted.
func (sh *Shell) Functions() []string { return slices.Sorted(maps.Keys(sh.funcs.m)) }

// FunctionPlace returns where a function was defined.
func (sh *Shell) FunctionPlace(name string) (line int, file string) {
	f := sh.funcs.get(name)
	if f == nil {
		return 0, ""
	}
	return f.line, sh.sourceOf(&frame{Func: f})
}

// FunctionText returns the definition of a function in the layout of bash, with a
// newline at the end; "": there is no such function.
func (sh *Shell) FunctionText(name string) string {
	f := sh.funcs.get(name)
	if f == nil || f.text == nil {
		return ""
	}
	l, err := sh.rt.parsers.Again(f.text)
	if err != nil {
		return ""
	}
	def := findFunction(l, f.at)
	if def == nil {
		return ""
	}
	return layout.Function(l, def) + "\n"
}
