package vars

// Hooks is what a shell does for its variables.
type Hooks interface {
	// GetVar returns the value of a dynamic variable (LINENO, RANDOM...).
	GetVar(s Slot) (value string, set bool)
	// VarElems returns the elements of a dynamic array (PIPESTATUS), which
	// are only read; nil if s is no array.
	VarElems(s Slot) []string
	// SetVar takes an assignment to a dynamic variable.
	SetVar(s Slot, value string) error
	// SetVarElem takes an assignment to an element of a dynamic array.
	SetVarElem(s Slot, i int64, value string)
	// VarKeys returns the keys and values of a dynamic associative array.
	VarKeys(s Slot) (keys, values []string)
	// SetVarKey assigns an element of a dynamic associative array, or removes it.
	SetVarKey(s Slot, key, value string, set bool) error
	// VarChanged is told that POSIXLY_CORRECT may have another value.
	VarChanged(s Slot)
	// Arith evaluates what is assigned to a variable with the Integer
	// attribute, or what stands in the subscript of a name reference. It
	// changes nothing.
	Arith(text string) (int64, error)
}

// Bind gives v its hooks. A fork has those of the original until then.
func (v *Vars) Bind(h Hooks) { v.hooks = h }

// MarkDynamic makes the variable in s dynamic: its value is read and assigned
// through the hooks. attrs are its other attributes. Unset makes it an ordinary
// variable again.
func (v *Vars) MarkDynamic(s Slot, attrs Attr) {
	v.put(s, variable{attr: dynamic | isSet | attrs})
}

// isDynamicIndexed tells whether an indexed array is dynamic.
func (v *Vars) isDynamicIndexed(x *variable) bool {
	return x.attr&(dynamic|Indexed) == dynamic|Indexed && x.ext == nil && v.hooks != nil
}

// setDynamic assigns an element of a dynamic array.
func (v *Vars) setDynamic(s Slot, i int64, value string, add bool) {
	if i < 0 {
		i += int64(v.Count(s))
	}
	if add {
		old, _ := v.Elem(s, i)
		value = old + value
	}
	v.hooks.SetVarElem(s, i, value)
}

// MakeOrdinary gives a dynamic variable a value of its own.
func (v *Vars) MakeOrdinary(s Slot, value string) {
	v.put(s, variable{str: value, attr: v.look(s).attr&^dynamic | isSet})
}
