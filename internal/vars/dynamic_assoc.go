package vars

import "slices"

// isDynamicAssoc tells whether x is an associative array whose elements come from
// the hooks.
func (v *Vars) isDynamicAssoc(x *variable) bool {
	return x.attr&(dynamic|Assoc) == dynamic|Assoc && v.hooks != nil
}

// dynamicKey returns an element of a dynamic associative array.
func (v *Vars) dynamicKey(s Slot, key string) (string, bool) {
	keys, values := v.hooks.VarKeys(s)
	if i := slices.Index(keys, key); i >= 0 {
		return values[i], true
	}
	return "", false
}

// setDynamicKey assigns an element of a dynamic associative array.
func (v *Vars) setDynamicKey(s Slot, key, value string, add bool) error {
	if add {
		old, _ := v.dynamicKey(s, key)
		value = old + value
	}
	return v.hooks.SetVarKey(s, key, value, true)
}
