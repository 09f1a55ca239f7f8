package interp

import (
	"time"

	"gpipe/internal/vars"
)

// Started returns when the shell started.
func (sh *Shell) Started() time.Time { return sh.rt.start }

// Exported returns the value of a variable that commands have, too.
func (d Declarations) Exported(name string) (string, bool) {
	s, known := d.sh.rt.names.Lookup(name)
	if !known || d.sh.st.Vars.Attrs(s)&vars.Exported == 0 {
		return "", false
	}
	return d.sh.st.Vars.Get(s)
}

// Value returns the value of the variable of a name, if it is one.
func (d Declarations) Value(name string) (string, bool) {
	s, known := d.sh.rt.names.Lookup(name)
	if !known {
		return "", false
	}
	return d.sh.st.Vars.Get(s)
}
