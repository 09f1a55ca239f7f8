package vars

// Elem returns the element i of the variable in s; a negative i counts from
// the end. A variable that is no array is its own element 0. Of an
// associative array it is the element whose key is i in decimal.
func (v *Vars) Elem(s Slot, i int64) (string, bool) {
	s = v.target(s)
	x := v.look(s)
	switch a := x.ext.(type) {
	case *indexedArray:
		if i < 0 {
			i += a.end()
		}
		return a.get(i)
	case *assocArray:
		return a.get(itoa(i))
	}
	if v.isDynamicAssoc(x) {
		return v.dynamicKey(s, itoa(i))
	}
	if x.attr&dynamic != 0 && v.hooks != nil {
		if e := v.hooks.VarElems(s); e != nil {
			if i < 0 {
				i += int64(len(e))
			}
			if uint64(i) < uint64(len(e)) {
				return e[i], true
			}
			return "", false
		}
	}
	if i == 0 && !v.RefersToElement(s) {
		return v.Get(s)
	}
	return "", false
}

// Key returns the element of the associative array in s.
func (v *Vars) Key(s Slot, key string) (string, bool) {
	s = v.target(s)
	x := v.look(s)
	if a, ok := x.ext.(*assocArray); ok {
		return a.get(key)
	}
	if v.isDynamicAssoc(x) {
		return v.dynamicKey(s, key)
	}
	return "", false
}

// SetElem assigns the element i of the indexed array in s, which is made one
// if it is not: its value becomes the element 0. A negative i counts from the
// end.
func (v *Vars) SetElem(s Slot, i int64, value string) error { return v.storeElem(s, i, value, false) }

// AppendElem appends to the value of the element i as Append does.
func (v *Vars) AppendElem(s Slot, i int64, value string) error { return v.storeElem(s, i, value, true) }

// SetKey assigns the element of the associative array in s. No key is empty.
func (v *Vars) SetKey(s Slot, key, value string) error { return v.storeKey(s, key, value, false) }

// AppendKey appends to the value of the element as Append does.
func (v *Vars) AppendKey(s Slot, key, value string) error { return v.storeKey(s, key, value, true) }

func (v *Vars) storeElem(s Slot, i int64, value string, add bool) error {
	s, err := v.arrayTarget(s)
	if err != nil {
		return err
	}
	if x := v.look(s); v.isDynamicIndexed(x) && x.attr&ReadOnly == 0 {
		v.setDynamic(s, i, value, add)
		return nil
	}
	if i < 0 {
		if i += v.End(s); i < 0 {
			return v.fail(s, ErrBadSubscript)
		}
	}
	if x := v.look(s); add || x.attr&convert != 0 && x.attr&ReadOnly == 0 {
		old := ""
		if add {
			old, _ = v.Elem(s, i)
		}
		if value, err = v.converted(x.attr, old, value, add); err != nil {
			return err // and the array is not one that was assigned to
		}
	}
	a, err := v.ownIndexed(s)
	if err != nil {
		return err
	}
	a.set(i, value)
	return nil
}

func (v *Vars) storeKey(s Slot, key, value string, add bool) error {
	s, err := v.arrayTarget(s)
	switch {
	case err != nil:
		return err
	case key == "":
		return v.fail(s, ErrBadSubscript)
	case v.isDynamicAssoc(v.look(s)):
		return v.setDynamicKey(s, key, value, add)
	}
	a, err := v.ownAssoc(s)
	if err != nil {
		return err
	}
	old := ""
	if add {
		old, _ = a.get(key)
	}
	value, err = v.converted(v.look(s).attr, old, value, add)
	if err != nil {
		return err
	}
	a.set(key, value)
	return nil
}

// UnsetElem removes the element i of the indexed array in s.
func (v *Vars) UnsetElem(s Slot, i int64) error {
	s = v.target(s)
	x := v.look(s)
	switch {
	case x.attr == 0:
		return nil
	case x.attr&ReadOnly != 0:
		return v.readOnly(s)
	case x.attr&Assoc != 0:
		return v.UnsetKey(s, itoa(i))
	case x.attr&Indexed == 0:
		if i == 0 {
			return v.Unset(s, false)
		}
		return v.fail(s, ErrNotArray)
	}
	a, err := v.ownIndexed(s)
	if err != nil {
		return err
	}
	if i < 0 {
		if i += a.end(); i < 0 {
			return v.fail(s, ErrBadSubscript)
		}
	}
	a.unset(i)
	return nil
}

// UnsetKey removes an element of the associative array in s.
func (v *Vars) UnsetKey(s Slot, key string) error {
	s = v.target(s)
	x := v.look(s)
	if x.attr&Assoc == 0 {
		return v.fail(s, ErrNotAssoc)
	}
	if v.isDynamicAssoc(x) {
		return v.hooks.SetVarKey(s, key, "", false)
	}
	a, err := v.ownAssoc(s)
	if err != nil {
		return err
	}
	a.unset(key)
	return nil
}

// ownIndexed returns the indexed array in s for writing.
func (v *Vars) ownIndexed(s Slot) (*indexedArray, error) {
	x := *v.look(s)
	switch {
	case x.attr&ReadOnly != 0:
		return nil, v.readOnly(s)
	case x.attr&Assoc != 0:
		return nil, v.fail(s, ErrNotArray)
	}
	if a, ok := x.ext.(*indexedArray); ok && a.owner == v.owner && x.attr&isSet != 0 {
		return a, nil
	}
	a := v.indexedOf(&x)
	v.put(s, variable{ext: a, attr: x.attr&^dynamic | Indexed | isSet})
	return a, nil
}

// indexedOf returns an indexed array of v's own with what is in x.
func (v *Vars) indexedOf(x *variable) *indexedArray {
	if a, ok := x.ext.(*indexedArray); ok {
		if a.owner != v.owner {
			a = a.clone(v.owner)
		}
		return a
	}
	a := &indexedArray{owner: v.owner}
	if x.attr&isSet != 0 {
		a.vals = append(a.vals, x.str)
	}
	return a
}

// ownAssoc returns the associative array in s for writing.
func (v *Vars) ownAssoc(s Slot) (*assocArray, error) {
	x := *v.look(s)
	switch {
	case x.attr&ReadOnly != 0:
		return nil, v.readOnly(s)
	case x.attr&Assoc == 0:
		return nil, v.fail(s, ErrNotAssoc)
	}
	a := x.ext.(*assocArray)
	if a.owner != v.owner || x.attr&isSet == 0 {
		if a.owner != v.owner {
			a = a.clone(v.owner)
		}
		x.ext = a
		x.attr |= isSet
		v.put(s, x)
	}
	return a, nil
}
