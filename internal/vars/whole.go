package vars

import "strconv"

func itoa(i int64) string { return strconv.FormatInt(i, 10) }

// Count returns the number of elements of the variable in s: of one that is
// no array 1, or 0 if it is unset.
func (v *Vars) Count(s Slot) int {
	s = v.target(s)
	x := v.look(s)
	switch a := x.ext.(type) {
	case *indexedArray:
		return a.len()
	case *assocArray:
		return len(a.at)
	}
	if v.isDynamicAssoc(x) {
		keys, _ := v.hooks.VarKeys(s)
		return len(keys)
	}
	if x.attr&dynamic != 0 && v.hooks != nil {
		if e := v.hooks.VarElems(s); e != nil {
			return len(e)
		}
	}
	if v.IsSet(s) && !v.RefersToElement(s) {
		return 1
	}
	return 0
}

// AppendElems appends the elements of the variable in s to dst: of an indexed
// array by ascending index, of an associative one in the order of bash; of a variable that is no array its value.
func (v *Vars) AppendElems(dst []string, s Slot) []string {
	s = v.target(s)
	x := v.look(s)
	switch a := x.ext.(type) {
	case *indexedArray:
		return a.values(dst)
	case *assocArray:
		for e := range a.listed(v.owner) {
			dst = append(dst, e.val)
		}
		return dst
	}
	if v.isDynamicAssoc(x) {
		_, values := v.hooks.VarKeys(s)
		return append(dst, values...)
	}
	if x.attr&dynamic != 0 && v.hooks != nil {
		if e := v.hooks.VarElems(s); e != nil {
			return append(dst, e...)
		}
	}
	if val, ok := v.Get(s); ok && !v.RefersToElement(s) {
		dst = append(dst, val)
	}
	return dst
}

// AppendKeys appends the indices or keys of the elements, in the order of
// AppendElems.
func (v *Vars) AppendKeys(dst []string, s Slot) []string {
	s = v.target(s)
	switch a := v.look(s).ext.(type) {
	case *indexedArray:
		for _, i := range a.indices() {
			dst = append(dst, itoa(i))
		}
		return dst
	case *assocArray:
		for e := range a.listed(v.owner) {
			dst = append(dst, e.key)
		}
		return dst
	}
	if v.isDynamicAssoc(v.look(s)) {
		keys, _ := v.hooks.VarKeys(s)
		return append(dst, keys...)
	}
	for i := range v.Count(s) {
		dst = append(dst, strconv.Itoa(i))
	}
	return dst
}

// SetArray makes the variable in s an indexed array of elems, which it keeps.
func (v *Vars) SetArray(s Slot, elems []string) error {
	s = v.target(s)
	if err := v.ClearArray(s); err != nil {
		return err
	}
	if a, ok := v.look(s).ext.(*indexedArray); ok && v.look(s).attr&convert == 0 {
		a.vals = elems
		return nil
	}
	for i, e := range elems {
		if err := v.SetElem(s, int64(i), e); err != nil {
			return err
		}
	}
	return nil
}

// ClearArray makes the variable in s an array without elements: it stays
// associative if it is, and becomes indexed otherwise. A dynamic array is what its
// hooks say, whatever is assigned.
func (v *Vars) ClearArray(s Slot) error {
	s = v.target(s)
	x := *v.look(s)
	if x.attr&NameRef != 0 {
		if x.str != "" {
			return &Error{Name: x.str, Err: ErrNotName}
		}
		x.attr &^= NameRef
	}
	if x.attr&ReadOnly != 0 {
		return v.readOnly(s)
	}
	if v.isDynamicIndexed(&x) {
		return nil
	}
	if x.attr&Assoc != 0 {
		x.ext = &assocArray{owner: v.owner}
	} else {
		x.ext = &indexedArray{owner: v.owner}
		x.attr |= Indexed
	}
	x.str = ""
	x.attr = x.attr&^dynamic | isSet
	v.put(s, x)
	return nil
}

// End returns one more than the highest index of the indexed array in s: where
// += puts the next element.
func (v *Vars) End(s Slot) int64 {
	if a, ok := v.look(v.target(s)).ext.(*indexedArray); ok {
		return a.end()
	}
	return int64(v.Count(s))
}

// MakeIndexed declares the variable in s an indexed array; its value becomes
// the element 0.
func (v *Vars) MakeIndexed(s Slot) error {
	s, err := v.arrayTarget(s)
	if err != nil {
		return err
	}
	x := *v.look(s)
	switch {
	case x.attr&Assoc != 0:
		return v.fail(s, ErrConvert)
	case x.attr&Indexed != 0:
		return nil
	}
	v.put(s, variable{ext: v.indexedOf(&x), attr: x.attr&^dynamic | Indexed})
	return nil
}

// MakeSet notes that the array in s was assigned to, though it has no elements.
func (v *Vars) MakeSet(s Slot) {
	s = v.target(s)
	if x := *v.look(s); x.attr&(array|isSet|ReadOnly) != 0 && x.attr&(isSet|ReadOnly) == 0 {
		x.attr |= isSet
		v.put(s, x)
	}
}

// MakeAssoc declares the variable in s an associative array; its value
// becomes the element with the key "0".
func (v *Vars) MakeAssoc(s Slot) error {
	s, err := v.arrayTarget(s)
	if err != nil {
		return err
	}
	x := *v.look(s)
	switch {
	case x.attr&Assoc != 0:
		return nil
	case x.attr&Indexed != 0:
		return v.fail(s, ErrConvert)
	}
	a := &assocArray{owner: v.owner}
	if x.attr&isSet != 0 {
		a.set("0", x.str)
	}
	v.put(s, variable{ext: a, attr: x.attr&^dynamic | Assoc})
	return nil
}

// Rank returns how many elements of the indexed array in s come before index
// i.
func (v *Vars) Rank(s Slot, i int64) int {
	if a, ok := v.look(v.target(s)).ext.(*indexedArray); ok {
		return a.rank(i)
	}
	return int(min(i, int64(v.Count(s))))
}
