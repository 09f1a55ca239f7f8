package builtin

import (
	"errors"
	"strings"

	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// target is what a built-in assigns to: a variable, or an element of an array.
type target struct {
	name string
	slot vars.Slot
	elem bool
	sub  string // the subscript
}

// errSubscript is a subscript that names no element.
var errSubscript = errors.New("bad array subscript")

// parseTarget reads name or name[subscript].
func parseTarget(name string) (t target, ok bool) {
	t.name = name
	base, sub, found := strings.Cut(name, "[")
	if found {
		t.elem = true
		if t.sub, ok = strings.CutSuffix(sub, "]"); !ok {
			return t, false
		}
		if t.sub == "" || t.sub == "@" || t.sub == "*" {
			return t, false
		}
	}
	return t, vars.Valid(base)
}

// lookTarget is parseTarget in a shell. It reports what is no name.
func lookTarget(sh *interp.Shell, cmd, name string) (target, bool) {
	if vars.Valid(name) {
		if s, known := sh.Vars().Names().Lookup(name); known {
			return target{name: name, slot: s}, true
		}
	}
	t, ok := parseTarget(name)
	if !ok {
		sh.Report(cmd + ": " + interp.Quote(name) + ": not a variable name")
		return t, false
	}
	base, _, _ := strings.Cut(name, "[")
	if s, known := sh.Vars().Names().Lookup(base); known {
		t.slot = s
	} else {
		t.slot = sh.Slot(strings.Clone(base))
	}
	return t, true
}

// assign gives the target a value; a failure is reported.
func (t *target) assign(sh *interp.Shell, cmd, value string) bool {
	err := t.set(sh, value)
	if err != nil {
		sh.Report(cmd + ": " + interp.Message(err))
	}
	return err == nil
}

func (t *target) set(sh *interp.Shell, value string) error {
	v := sh.Vars()
	if !t.elem {
		return v.Set(t.slot, value)
	}
	key, i, err := t.index(sh)
	switch {
	case err != nil:
		return err
	case key:
		return v.SetKey(t.slot, t.sub, value)
	}
	return v.SetElem(t.slot, i, value)
}

// unset removes the target.
func (t *target) unset(sh *interp.Shell) error {
	if !t.elem {
		return sh.Vars().Unset(t.slot, sh.Shopts()&option.LocalVarUnset != 0)
	}
	if !sh.Vars().IsDeclared(t.slot) {
		return nil
	}
	_, err := sh.Declarations().UnsetElem(t.name)
	return err
}

// add is set for a value that is appended to the present one.
func (t *target) add(sh *interp.Shell, value string) error {
	v := sh.Vars()
	if !t.elem {
		return v.Append(t.slot, value)
	}
	key, i, err := t.index(sh)
	switch {
	case err != nil:
		return err
	case key:
		return v.AppendKey(t.slot, t.sub, value)
	}
	return v.AppendElem(t.slot, i, value)
}

// value returns the value, and whether there is one.
func (t *target) value(sh *interp.Shell) (string, bool) {
	v := sh.Vars()
	if !t.elem {
		return v.Get(t.slot)
	}
	key, i, err := t.index(sh)
	switch {
	case err != nil:
		return "", false
	case key:
		return v.Key(t.slot, t.sub)
	}
	return v.Elem(t.slot, i)
}

// index evaluates the subscript: a key of an associative array is taken as it
// is, an index is an arithmetic expression, in which no command can run.
func (t *target) index(sh *interp.Shell) (key bool, i int64, err error) {
	v := sh.Vars()
	s := t.slot
	if d, _, err := v.Deref(s); err == nil {
		s = d
	}
	if v.Attrs(s)&vars.Assoc != 0 {
		return true, 0, nil
	}
	if i, err = sh.Arith(t.sub); err != nil {
		return false, 0, &interp.Error{Op: t.name, Err: errSubscript}
	}
	return false, i, nil
}
