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
	isSet   // has a value; of arrays, that it was assigned to
	dynamic // the value comes from the hooks

	array   = Indexed | Assoc
	convert = Integer | Lower | Upper
	visible = isSet - 1
)

// Attrs returns the attributes of the variable in s. A name reference is not
// followed.
func (v *Vars) Attrs(s Slot) Attr { return v.look(s).attr & visible }

// SetAttrs turns attributes on, then others off; the variable need not be
// set. ReadOnly cannot be turned off, and Indexed and Assoc not by this: see
// MakeIndexed, MakeAssoc. Lower and Upper exclude each other. A name
// reference is not followed.
func (v *Vars) SetAttrs(s Slot, on, off Attr) error {
	x := *v.look(s)
	on &= visible &^ array
	off &= visible &^ array
	if x.attr&ReadOnly != 0 && (off&ReadOnly != 0 || (on|off)&(convert|NameRef) != 0) {
		return v.readOnly(s)
	}
	if on&Lower != 0 {
		x.attr &^= Upper
	}
	if on&Upper != 0 {
		x.attr &^= Lower
	}
	x.attr = (x.attr | on) &^ off
	v.put(s, x)
	return nil
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

// IsReadOnly tells whether the variable in s is read-only.
func (v *Vars) IsReadOnly(s Slot) bool { return v.look(s).attr&ReadOnly != 0 }

// IsSet tells whether Get would find a value.
func (v *Vars) IsSet(s Slot) bool {
	x := v.look(s)
	if x.attr&(dynamic|NameRef|array) != 0 {
		_, ok := v.getSlow(s, x)
		return ok
	}
	return x.attr&isSet != 0
}
