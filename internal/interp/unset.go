package interp

import (
	"strings"

	"gpipe/internal/expand"
	"gpipe/internal/vars"
)

// UnsetElem removes the array element that name, of the form a[i], means; it
// tells whether name is of that form. The subscript is a number, a name or a
// key: it never runs a command.
func (sh *Shell) UnsetElem(name string) bool {
	base, rest, ok := strings.Cut(name, "[")
	if !ok || !vars.Valid(base) || !strings.HasSuffix(rest, "]") {
		return false
	}
	sub := expand.TextSubscript(strings.TrimSuffix(rest, "]"))
	if err := sub.Unset(&sh.st, sh.Slot(base)); err != nil {
		sh.Report("unset: " + Message(err))
	}
	return true
}
