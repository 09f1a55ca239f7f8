package interp

import "gpipe/internal/vars"

// slotNum is the slot of a variable.
type slotNum = vars.Slot

// assignScalar assigns a scalar variable.
func (sh *Shell) assignScalar(slot slotNum, value string) error {
	return sh.st.Vars.Set(slot, value)
}

// assign performs one assignment.
func (sh *Shell) assign(a *assign) error {
	if a.list {
		return sh.assignList(a)
	}
	if a.index == nil && !a.append && a.value != nil {
		return a.value.Assign(&sh.st, a.slot)
	}
	value, err := sh.assignValue(a)
	if err != nil {
		return err
	}
	if a.index != nil {
		return a.index.Set(&sh.st, a.slot, value, a.append)
	}
	if a.append {
		return sh.st.Vars.Append(a.slot, value)
	}
	return sh.st.Vars.Set(a.slot, value)
}

func (sh *Shell) assignValue(a *assign) (string, error) {
	if a.value == nil {
		return "", nil
	}
	return a.value.String(&sh.st)
}

// assignTemporary performs an assignment before a command, in the scope that
// was opened for it.
func (sh *Shell) assignTemporary(a *assign) error {
	if a.list || a.index != nil {
		return &Error{Op: "assignment", Operand: a.name, Err: errTemporaryArray}
	}
	value, err := sh.assignValue(a)
	if err != nil {
		return err
	}
	if a.append {
		old, _ := sh.st.Vars.Get(a.slot)
		value = old + value
	}
	return sh.st.Vars.Assign(a.slot, value)
}
