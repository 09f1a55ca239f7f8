package interp

import (
	"time"

	"gpipe/internal/vars"
)

// Started returns when the shell started.
func (sh *Shell) Started() time.Time { return sh.rt.start }

// ExportedValue returns the value of a variable that commands have, too.
func (sh *Shell) ExportedValue(name string) (string, bool) {
	s, known := sh.rt.names.Lookup(name)
	if !known || sh.st.Vars.Attrs(s)&vars.Exported == 0 {
		return "", false
	}
	return sh.st.Vars.Get(s)
}

// VarByName returns the value of the variable of a name, if it is one.
func (sh *Shell) VarByName(name string) (string, bool) {
	s, known := sh.rt.names.Lookup(name)
	if !known {
		return "", false
	}
	return sh.st.Vars.Get(s)
}
