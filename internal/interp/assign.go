package interp

import (
	"gpipe/internal/expand"
	"gpipe/internal/vars"
)

// slotNum is the slot of a variable.
type slotNum = vars.Slot

// setVar assigns a scalar variable.
func (sh *Shell) setVar(slot slotNum, value string) error {
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

// assignList is name=(...) and name+=(...). It is expanded before the old value
// is gone: a=(x "${a[@]}").
func (sh *Shell) assignList(a *assign) error {
	l, err := sh.expandList(a)
	if err != nil {
		return err
	}
	return sh.storeList(a, l)
}

// list is what the words of name=(...) expand to.
type list struct {
	fields []string
	keys   []keyed
}

// keyed is [index]=value, which stands before so many of the fields.
type keyed struct {
	at    int
	index *expand.Subscript
	value string
}

func (sh *Shell) expandList(a *assign) (list, error) {
	var l list
	for i := range a.array {
		e := &a.array[i]
		if e.index == nil {
			var err error
			if l.fields, err = e.word.Append(&sh.st, l.fields); err != nil {
				return l, err
			}
			continue
		}
		value := ""
		if e.word != nil {
			var err error
			if value, err = e.word.String(&sh.st); err != nil {
				return l, err
			}
		}
		l.keys = append(l.keys, keyed{len(l.fields), e.index, value})
	}
	return l, nil
}

// storeList assigns what was expanded.
func (sh *Shell) storeList(a *assign, l list) error {
	v := sh.st.Vars
	if !a.append {
		if err := v.ClearArray(a.slot); err != nil {
			return err
		}
	} else if err := v.MakeIndexed(a.slot); err != nil && v.Attrs(a.slot)&vars.Assoc == 0 {
		return err
	}
	next := v.End(a.slot)
	done := 0
	put := func(upTo int) error {
		for ; done < upTo; done++ {
			if err := v.SetElem(a.slot, next, l.fields[done]); err != nil {
				return err
			}
			next++
		}
		return nil
	}
	for _, k := range l.keys {
		if err := put(k.at); err != nil {
			return err
		}
		i, err := k.index.SetAt(&sh.st, a.slot, k.value)
		if err != nil {
			return err
		}
		next = i + 1
	}
	return put(len(l.fields))
}
