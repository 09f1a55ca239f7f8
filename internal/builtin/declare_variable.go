package builtin

import (
	"errors"
	"strings"

	"gpipe/internal/expand"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/vars"
)

// declare does what one operand says. What it expands to is known before there
// is a new variable: local a=("${a[@]}").
func (d *declaration) declare(arg string, list *interp.List) error {
	o, err := parseOperand(arg)
	if err != nil {
		return err
	}
	v := d.sh.Vars()
	s, known := v.Names().Lookup(o.name)
	if !known {
		s = d.sh.Slot(strings.Clone(o.name))
	}
	if list == nil && o.assigned && !o.elem && strings.HasPrefix(o.value, "(") && strings.HasSuffix(o.value, ")") && d.forArray(s) {
		if list, err = d.sh.Declarations().Parse(o.value); err != nil {
			return err
		}
		if o.add {
			list.Add()
		}
	}
	o.list = list
	if d.on&vars.NameRef != 0 {
		if err := o.checkReference(arg); err != nil {
			return err
		}
	} else if t, elem := d.through(s); elem {
		return nil
	} else if t != s {
		s, o.name = t, v.Names().Name(t)
	}
	if list != nil {
		if err := d.sh.Declarations().Expand(list, d.forKeys(s)); err != nil {
			return err
		}
	}
	switch {
	case d.global:
		global, at := *d, o // only these are on the heap
		return v.Global(s, func() error { return global.apply(s, &at) })
	case d.local && v.InFunction():
		become := v.Local
		if d.inherit || d.sh.Shopts()&option.LocalVarInherit != 0 {
			become = v.Inherit
		}
		if err := become(s); err != nil {
			return err
		}
	}
	return d.apply(s, &o)
}

// forArray tells whether the variable in s is to be an array, so that what is
// assigned to it may be a list.
func (d *declaration) forArray(s vars.Slot) bool {
	if d.on&(vars.Indexed|vars.Assoc) != 0 {
		return true
	}
	v := d.sh.Vars()
	if d.local && v.InFunction() && !d.global && !v.IsLocal(s) {
		return false
	}
	return v.Attrs(s)&(vars.Indexed|vars.Assoc) != 0
}

// forKeys tells whether the variable in s is to be an associative array.
func (d *declaration) forKeys(s vars.Slot) bool {
	v := d.sh.Vars()
	if d.on&vars.Assoc != 0 {
		return true
	}
	is := func() (assoc bool) {
		if t, sub, err := v.Deref(s); err == nil && sub == "" {
			s = t
		}
		return v.Attrs(s)&vars.Assoc != 0
	}
	if !d.global {
		return (!d.local || !v.InFunction() || v.IsLocal(s)) && is()
	}
	assoc := false
	v.Global(s, func() error { assoc = is(); return nil })
	return assoc
}

// apply gives the variable in s its attributes and its value.
func (d *declaration) apply(s vars.Slot, o *operand) error {
	v := d.sh.Vars()
	if (d.on|d.off)&vars.NameRef != 0 {
		return d.reference(s, o)
	}
	if d.on|d.off == 0 && o.assigned && !o.elem && o.list == nil {
		return d.assign(s, o)
	}
	t, sub, err := v.Deref(s)
	switch {
	case err != nil:
		return err
	case sub != "" && o.list != nil:
		return &expand.Error{Operand: o.name, Err: vars.ErrNotName}
	case sub != "": // the attributes are those of the array
		if err := d.declareArray(t); err != nil {
			return err
		}
		return d.assign(s, o)
	}
	s = t
	if a := v.Attrs(s) & (vars.Indexed | vars.Assoc); a&d.off != 0 {
		return &interp.Error{Op: o.name, Err: errDestroy}
	}
	if err := d.shape(s, o); err != nil {
		return d.unshaped(o, err)
	}
	off := d.off
	if err := v.SetAttrs(s, d.on&^vars.ReadOnly, off); err != nil {
		return err
	}
	if o.elem && o.assigned && d.on&vars.ReadOnly != 0 {
		return d.fixed(s, o)
	}
	if err := d.assign(s, o); err != nil {
		return err
	}
	v.Declare(s)
	return v.SetAttrs(s, d.on&vars.ReadOnly, 0)
}

// unshaped is the error of an array that cannot become one of the other kind. That of a
// list is one of an assignment outside of functions, which is not the built-in's.
func (d *declaration) unshaped(o *operand, err error) error {
	if o.list != nil && errors.Is(err, vars.ErrConvert) && !d.sh.Vars().InFunction() {
		return &expand.Error{Operand: o.name, Err: vars.ErrConvert}
	}
	return err
}

// forgets tells whether a variable that becomes an array was local, and so loses the
// value that it has.
func (d *declaration) forgets(s vars.Slot) bool {
	v := d.sh.Vars()
	return d.on&(vars.Indexed|vars.Assoc) != 0 && d.local && !d.global && v.InFunction() &&
		v.IsScalar(s) && v.Attrs(s)&vars.ReadOnly == 0 && !d.inherit && d.sh.Shopts()&option.LocalVarInherit == 0
}

// shape makes the variable in s an array if it is to be one. A value that a local
// variable had as none is gone then.
func (d *declaration) shape(s vars.Slot, o *operand) error {
	v := d.sh.Vars()
	if d.forgets(s) {
		defer v.ClearArray(s)
	}
	switch {
	case d.on&vars.Assoc != 0:
		return v.MakeAssoc(s)
	case d.on&vars.Indexed != 0, o.elem && v.Attrs(s)&vars.Assoc == 0:
		return v.MakeIndexed(s)
	}
	return nil
}

func (d *declaration) assign(s vars.Slot, o *operand) error {
	v := d.sh.Vars()
	switch {
	case o.list != nil:
		return d.sh.Declarations().Store(s, o.list)
	case !o.assigned:
		return nil
	case o.elem:
		t := target{name: o.name + "[" + o.sub + "]", slot: s, elem: true, sub: o.sub}
		if o.add {
			return t.add(d.sh, o.value)
		}
		return t.set(d.sh, o.value)
	case o.add:
		return v.Append(s, o.value)
	}
	return v.Set(s, o.value)
}

// fixed declares an array read-only of which the operand is an element, which is too late
// for a value then: bash says so, and no more.
func (d *declaration) fixed(s vars.Slot, o *operand) error {
	v := d.sh.Vars()
	if !v.InFunction() || !d.local {
		v.MakeSet(s)
	}
	if err := v.SetAttrs(s, vars.ReadOnly, 0); err != nil {
		return err
	}
	d.sh.Report(interp.Message(v.Set(s, "")))
	return nil
}

// declareArray gives the variable in s the attributes where a reference means an element
// of it.
func (d *declaration) declareArray(s vars.Slot) error {
	v := d.sh.Vars()
	if v.Attrs(s)&vars.Assoc == 0 {
		if err := v.MakeIndexed(s); err != nil {
			return err
		}
	}
	return v.SetAttrs(s, d.on, d.off)
}
