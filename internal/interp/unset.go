package interp

import (
	"errors"
	"strings"

	"gpipe/internal/arith"
	"gpipe/internal/expand"
	"gpipe/internal/vars"
)

// UnsetElem removes the array element that name, of the form a[i], means; it
// tells whether name is of that form. The subscript is a number, a name or a
// key: it never runs a command. A key that there is not may be written as in a
// program, unset 'a[$k]'.
func (d Declarations) UnsetElem(name string) (ok bool, err error) {
	sh := d.sh
	base, rest, ok := strings.Cut(name, "[")
	if !ok || !vars.Valid(base) || !strings.HasSuffix(rest, "]") {
		return false, nil
	}
	text, slot := strings.TrimSuffix(rest, "]"), sh.Slot(base)
	if t, sub, err := sh.st.Vars.Deref(slot); err == nil {
		if slot = t; sub != "" { // a reference to an element, which is what goes
			text = sub
		}
	}
	if (text == "@" || text == "*") && !sh.Declarations().IsAssoc(slot) && sh.st.Vars.Attrs(slot)&vars.Indexed != 0 {
		return true, sh.st.Vars.ClearArray(slot)
	}
	if text == "" || !sh.st.Vars.IsDeclared(slot) {
		return true, nil // as in bash
	}
	if sh.Declarations().IsAssoc(slot) {
		if _, is := sh.st.Vars.Key(slot, text); !is {
			text = sh.unquotedKey(text)
		}
	} else {
		if text = sh.withParameters(strings.ReplaceAll(text, `"`, "")); text == "" {
			return true, nil
		}
	}
	err = expand.TextSubscript(text).Unset(&sh.st, slot)
	var arithmetic *arith.Error
	if errors.As(err, &arithmetic) {
		sh.misfigure()
	}
	return true, err
}

// unquotedKey is the key that a text with parameters, or in quotes, stands for.
func (sh *Shell) unquotedKey(text string) string {
	if n := len(text); n > 1 && text[0] == text[n-1] && (text[0] == '\'' || text[0] == '"') {
		quote := text[:1]
		if text = text[1 : n-1]; quote == "'" {
			return text
		}
	}
	return sh.withParameters(text)
}
