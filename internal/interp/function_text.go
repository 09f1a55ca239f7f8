package interp

import (
	"maps"
	"slices"
)

// Functions returns the names of the functions, sorted.
func (sh *Shell) Functions() []string { return slices.Sorted(maps.Keys(sh.funcs.m)) }

// FunctionText returns the definition of a function as it stands in the source.
func (sh *Shell) FunctionText(name string) string {
	f := sh.funcs.get(name)
	if f == nil || f.text == nil {
		return ""
	}
	return f.text.Between(int(f.at), int(f.end))
}
