package vars

import (
	"slices"
	"strings"
)

// maxRefs bounds a chain of name references.
const maxRefs = 64

// Deref follows name references from s to the variable that is meant, and the
// subscript in brackets after its name if there is one (else ""). A reference
// that names nothing yet is meant itself.
func (v *Vars) Deref(s Slot) (target Slot, sub string, err error) {
	for range maxRefs {
		x := v.look(s)
		if x.attr&NameRef == 0 || x.str == "" {
			return s, "", nil
		}
		name := x.str
		if i := strings.IndexByte(name, '['); i > 0 && strings.HasSuffix(name, "]") {
			name, sub = name[:i], name[i+1:len(name)-1]
		}
		if !Valid(name) {
			return s, "", v.fail(s, ErrNotName)
		}
		s = v.names.Slot(name)
		if sub != "" {
			return s, sub, nil
		}
	}
	return s, "", v.fail(s, ErrLoop)
}

// RefName returns the name, with a subscript if it has one, that the name
// reference in s means in the end; false if it names nothing.
func (v *Vars) RefName(s Slot) (string, bool) {
	t, sub, err := v.Deref(s)
	if err != nil || t == s {
		return "", false
	}
	name := v.names.Name(t)
	if sub != "" {
		name += "[" + sub + "]"
	}
	return name, true
}

// target is Deref for operations that need a whole variable.
func (v *Vars) target(s Slot) Slot {
	if v.look(s).attr&NameRef == 0 {
		return s
	}
	if t, sub, err := v.Deref(s); err == nil && sub == "" {
		return t
	}
	return s
}

// RefersToElement tells whether the variable in s is a name reference that means an
// element of an array. That is a value, and no array: it has no elements itself.
func (v *Vars) RefersToElement(s Slot) bool {
	if v.look(s).attr&NameRef == 0 {
		return false
	}
	_, sub, err := v.Deref(s)
	return err == nil && sub != ""
}

// arrayTarget is target for operations on an array. A reference to an element means
// none.
func (v *Vars) arrayTarget(s Slot) (Slot, error) {
	s = v.target(s)
	if x := v.look(s); x.attr&NameRef != 0 {
		return s, &Error{Name: x.str, Err: ErrNotName}
	}
	return s, nil
}

// ValidRef tells whether a name reference can refer to target: a name, with or
// without a subscript.
func ValidRef(target string) bool {
	name, sub, elem := strings.Cut(target, "[")
	return Valid(name) && (!elem || len(sub) > 1 && strings.IndexByte(sub, ']') == len(sub)-1)
}

// SetRef makes the variable in s a name reference to target, a name with or
// without a subscript.
func (v *Vars) SetRef(s Slot, target string) error {
	name, _, _ := strings.Cut(target, "[")
	if !Valid(name) {
		return v.fail(s, ErrNotName)
	}
	x := *v.look(s)
	if x.attr&ReadOnly != 0 {
		return v.readOnly(s)
	}
	if name == v.names.Name(s) && !v.IsLocal(s) {
		return v.fail(s, ErrLoop)
	}
	v.put(s, variable{str: target, attr: x.attr&(Exported|ReadOnly) | NameRef | isSet})
	return nil
}

// outer returns what a name reference that is local and has its own name means:
// the variable outside of all scopes. It returns nil if that in s is none.
func (v *Vars) outer(s Slot) *variable {
	if v.look(s).str != v.names.Name(s) {
		return nil
	}
	i := slices.IndexFunc(v.scopes.saved, func(e saved) bool { return e.slot == s })
	if i < 0 || v.scopes.saved[i].x.attr&NameRef != 0 {
		return nil
	}
	return &v.scopes.saved[i].x
}

// assignRef assigns through the name reference in s; to one that names
// nothing yet it gives its target.
func (v *Vars) assignRef(s Slot, value string, add bool) error {
	if v.outer(s) != nil {
		return v.Global(s, func() error { return v.store(s, value, add) })
	}
	t, sub, err := v.Deref(s)
	switch {
	case err != nil:
		return err
	case t == s:
		return v.SetRef(s, value)
	case sub == "":
		return v.store(t, value, add)
	case v.Attrs(t)&Assoc != 0:
		return v.storeKey(t, sub, value, add)
	}
	i, err := v.subscript(t, sub)
	if err != nil {
		return err
	}
	return v.storeElem(t, i, value, add)
}

// getSub returns the element of t that a name reference's subscript means.
func (v *Vars) getSub(t Slot, sub string) (string, bool) {
	switch {
	case sub == "@" || sub == "*":
		all := v.AppendElems(nil, t)
		return strings.Join(all, " "), len(all) > 0
	case v.Attrs(t)&Assoc != 0:
		return v.Key(t, sub)
	}
	i, err := v.subscript(t, sub)
	if err != nil {
		return "", false
	}
	return v.Elem(t, i)
}

func (v *Vars) subscript(t Slot, sub string) (int64, error) {
	if v.hooks == nil {
		return 0, v.fail(t, ErrBadSubscript)
	}
	return v.hooks.Arith(sub)
}
