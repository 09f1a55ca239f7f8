package interp

import (
	"errors"
	"slices"
	"strings"
)

var errFixedFunc = errors.New("readonly function")

// IsFixed tells whether a function is read-only.
func (f Functions) IsFixed(name string) bool {
	return f.sh.aside != nil && slices.Contains(f.sh.aside.fixed, name)
}

// Fix makes a function read-only.
func (f Functions) Fix(name string) {
	if !f.IsFixed(name) {
		f.sh.besides().fixed = append(slices.Clone(f.sh.aside.fixed), strings.Clone(name))
	}
}

// IsExported tells whether children get a function.
func (f Functions) IsExported(name string) bool {
	return f.sh.aside != nil && slices.Contains(f.sh.aside.exported, name)
}

// Export gives a function to children, or no more. It is bash that reads it
// there: this shell takes no function from its environment.
func (f Functions) Export(name string, on bool) {
	a := f.sh.besides()
	rest := slices.DeleteFunc(slices.Clone(a.exported), func(n string) bool { return n == name })
	if on {
		rest = append(rest, strings.Clone(name))
	} else if len(rest) == len(a.exported) {
		return
	}
	old := a.exported
	a.exported = rest
	f.sh.passFunctions(old...)
}

// The form of a function in the environment.
const (
	funcPrefix = "BASH_FUNC_"
	funcSuffix = "%%"
)

// passFunctions puts the exported functions into the environment of children, and
// takes those that were there out of it.
func (sh *Shell) passFunctions(gone ...string) {
	var entries []string
	for _, name := range sh.aside.exported {
		if body := sh.functionBody(name); body != "" {
			entries = append(entries, funcPrefix+name+funcSuffix+"=() "+body)
		}
	}
	sh.st.Vars.PassOn(entries, func(name string) bool {
		name, ok := strings.CutPrefix(name, funcPrefix)
		if !ok {
			return false
		}
		name = strings.TrimSuffix(name, funcSuffix)
		return slices.Contains(sh.aside.exported, name) || slices.Contains(gone, name)
	})
}

// functionBody is the text of a function behind its name and parentheses.
func (sh *Shell) functionBody(name string) string {
	_, body, _ := strings.Cut(sh.Functions().Text(name), "() \n")
	return strings.TrimSuffix(body, "\n")
}
