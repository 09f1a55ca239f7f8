package interp

import (
	"strings"

	"gpipe/internal/expand"
	"gpipe/internal/vars"
)

// UnsetElem removes the array element that name, of the form a[i], means; it
// tells whether name is of that form. The subscript is a number, a name or a
// key: it never runs a command.
func (sh *Shell) UnsetElem(name string) (ok bool, err error) {
	base, rest, ok := strings.Cut(name, "[")
	if !ok || !vars.Valid(base) || !strings.HasSuffix(rest, "]") {
		return false, nil
	}
	sub := expand.TextSubscript(strings.TrimSuffix(rest, "]"))
	return true, sub.Unset(&sh.st, sh.Slot(base))
}
