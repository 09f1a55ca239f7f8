package builtin

import (
	"gpipe/internal/interp"
	"gpipe/internal/vars"
)

// checkReference tells what is wrong with declare -n by the operand alone. Where
// anything is, the variable stays what it is, and no local one is made.
func (o *operand) checkReference(arg string) error {
	switch {
	case o.elem:
		return &interp.Error{Op: arg, Err: errRefArray}
	case o.assigned && o.list == nil && o.value != "" && !o.add && !vars.ValidRef(o.value):
		return &interp.Error{Op: interp.Quote(o.value), Err: errTarget}
	}
	return nil
}

// through returns what a declaration of the variable in s is about: where that is a
// reference of the running function, the variable that it means, which becomes local,
// too. elem: it means an element, and there is no local variable of that name.
func (d *declaration) through(s vars.Slot) (t vars.Slot, elem bool) {
	v := d.sh.Vars()
	if !d.local || d.global || v.Attrs(s)&vars.NameRef == 0 || !v.IsLocal(s) {
		return s, false
	}
	t, sub, err := v.Deref(s)
	switch {
	case err != nil, d.off&vars.NameRef != 0 && sub == "" && v.IsDeclared(t):
		return s, false
	}
	return t, sub != ""
}

// reference makes the variable in s a name reference, or one no longer.
func (d *declaration) reference(s vars.Slot, o *operand) error {
	if d.off&vars.NameRef != 0 {
		return d.unreference(s, o)
	}
	v := d.sh.Vars()
	if err := d.shape(s, o); err != nil {
		return err
	}
	if o.list != nil {
		if err := d.assign(s, o); err != nil {
			return err
		}
	}
	if v.Attrs(s)&(vars.Indexed|vars.Assoc) != 0 {
		return &interp.Error{Op: o.name, Err: errRefArray}
	}
	value, has := o.value, o.assigned
	old, set := v.Own(s)
	switch {
	case has && o.add:
		value = old + value
	case has && value == "":
		if v.IsLocal(s) {
			v.Declare(s)
		}
		return &interp.Error{Op: interp.Quote(value), Err: vars.ErrNotName}
	case !has:
		value, has = old, set
	}
	if has {
		if !vars.ValidRef(value) {
			return &interp.Error{Op: interp.Quote(value), Err: errTarget}
		}
		if err := v.SetRef(s, value); err != nil {
			return err
		}
	}
	return v.SetAttrs(s, d.on, d.off)
}

// unreference makes a name reference a variable with the name that it refers to as
// its value. What is assigned goes to what it had meant.
func (d *declaration) unreference(s vars.Slot, o *operand) error {
	if err := d.assign(s, o); err != nil {
		return err
	}
	d.sh.Vars().Declare(s)
	return d.sh.Vars().SetAttrs(s, 0, vars.NameRef)
}
