package interp

import (
	"gpipe/internal/layout"
)

// Names returns the names of the functions, sorted.
func (f Functions) Names() []string { return f.sh.funcs.Keys() }

// Place returns where a function was defined.
func (of Functions) Place(name string) (line int, file string) {
	f := of.sh.funcs.get(name)
	if f == nil {
		return 0, ""
	}
	return f.line, of.sh.sourceOf(&frame{Func: f})
}

// Text returns the definition of a function in the layout of bash, with a
// newline at the end; "": there is no such function.
func (of Functions) Text(name string) string {
	f := of.sh.funcs.get(name)
	if f == nil || f.text == nil {
		return ""
	}
	l, err := of.sh.rt.parsers.Again(f.text)
	if err != nil {
		return ""
	}
	def := findFunction(l, f.at)
	if def == nil {
		return ""
	}
	return layout.Function(l, def) + "\n"
}
