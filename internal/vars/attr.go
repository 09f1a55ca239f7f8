package vars

// Attr is a set of a variable's attributes.
type Attr uint16

// Attributes.
const (
	Exported Attr = 1 << iota
	ReadOnly
	Integer // assigned values are arithmetic expressions
	Lower   // assigned values are made lower case
	Upper   // assigned values are made upper case
	NameRef // the value is the name of the variable that is meant
	Indexed // an indexed array
	Assoc   // an associative array
	Trace   // means nothing; declare -t gives it
	Capital // of assigned values the first character is made upper case, the others lower case

	isSet    // has a value; of arrays, that it was assigned to
	dynamic  // the value comes from the hooks
	declared // was declared, which alone is no other attribute

	array   = Indexed | Assoc
	folded  = Lower | Upper | Capital
	convert = Integer | folded
	visible = isSet - 1
)

// Attrs returns the attributes of the variable in s. A name reference is not
// followed.
func (v *Vars) Attrs(s Slot) Attr { return v.look(s).attr & visible }

// SetAttrs turns attributes on, then others off; the variable need not be
// set. ReadOnly cannot be turned off, and Indexed and Assoc not by this: see
// MakeIndexed, MakeAssoc. Lower, Upper and Capital exclude each other: the new one
// counts, and of two new ones neither. A name reference is not followed.
func (v *Vars) SetAttrs(s Slot, on, off Attr) error {
	if on|off == 0 {
		return nil
	}
	x := *v.look(s)
	on &= visible &^ array
	off &= visible &^ array
	if x.attr&ReadOnly != 0 && (off&ReadOnly != 0 || (on|off)&NameRef != 0) {
		return v.readOnly(s)
	}
	if fold := on & folded; fold != 0 {
		x.attr &^= folded
		if fold&(fold-1) != 0 {
			on &^= folded
		}
	}
	was := v.look(s).attr
	if x.attr = (x.attr | on) &^ off; x.attr != was {
		v.put(s, x)
	}
	return nil
}

// Declare makes the variable in s known, though it be unset and have no
// attributes.
func (v *Vars) Declare(s Slot) {
	if x := *v.look(s); x.attr == 0 {
		x.attr = declared
		v.put(s, x)
	}
}

// IsDeclared tells whether the variable in s is set, has attributes, or was
// declared. A name reference is not followed.
func (v *Vars) IsDeclared(s Slot) bool { return v.look(s).attr != 0 }

// Own returns the value of the variable in s that is no array; of a name
// reference the name that it refers to.
func (v *Vars) Own(s Slot) (value string, set bool) {
	x := v.look(s)
	return x.str, x.attr&isSet != 0
}

// HasValue is IsSet where a name reference is a variable like others, and an
// array has a value if it was assigned to.
func (v *Vars) HasValue(s Slot) bool {
	x := v.look(s)
	switch {
	case x.attr&dynamic == 0 || v.isDynamicAssoc(x):
		return x.attr&isSet != 0
	case v.isDynamicIndexed(x):
		return v.hooks.VarElems(s) != nil
	}
	return v.IsSet(s)
}

// Export marks the variable in s exported.
func (v *Vars) Export(s Slot) {
	if x := *v.look(s); x.attr&Exported == 0 {
		x.attr |= Exported
		v.put(s, x)
	}
}

// Unexport takes the mark away.
func (v *Vars) Unexport(s Slot) {
	if x := *v.look(s); x.attr&Exported != 0 {
		x.attr &^= Exported
		v.put(s, x)
	}
}

// MarkReadOnly makes the variable in s read-only, set or not.
func (v *Vars) MarkReadOnly(s Slot) {
	x := *v.look(s)
	x.attr |= ReadOnly
	v.put(s, x)
}

// IsSet tells whether Get would find a value.
func (v *Vars) IsSet(s Slot) bool {
	x := v.look(s)
	if x.attr&(dynamic|NameRef|array) != 0 {
		_, ok := v.getSlow(s, x)
		return ok
	}
	return x.attr&isSet != 0
}
