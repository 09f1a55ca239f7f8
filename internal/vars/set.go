package vars

import (
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// special are the attributes that make assignment more than a store.
const special = ReadOnly | convert | NameRef | array | dynamic | Exported

// Set assigns value: to the element 0 if s is an array, to the variable
// meant if it is a name reference. It fails if the variable is read-only.
func (v *Vars) Set(s Slot, value string) error {
	if s >= numWatched && !v.AllExport {
		x := &v.ownPage(s).vars[s&(pageSize-1)]
		if x.attr&special == 0 {
			x.str = value
			x.ext = nil
			x.attr |= isSet
			return nil
		}
	}
	return v.store(s, value, false)
}

// Append assigns the present value with value at its end (+=); to a variable
// with the Integer attribute it adds.
func (v *Vars) Append(s Slot, value string) error {
	if s >= numWatched && !v.AllExport {
		x := &v.ownPage(s).vars[s&(pageSize-1)]
		if x.attr&special == 0 {
			x.attr |= isSet
			v.grow(x, value)
			return nil
		}
	}
	return v.store(s, value, true)
}

// assign is Set and Append without short cuts.
func (v *Vars) store(s Slot, value string, add bool) error {
	x := *v.look(s)
	if x.attr&NameRef != 0 {
		return v.assignRef(s, value, add)
	}
	if x.attr&ReadOnly != 0 {
		return v.readOnly(s)
	}
	if x.attr&array != 0 {
		return v.assignElem0(s, &x, value, add)
	}
	old := ""
	if add {
		old, _ = v.Get(s)
	}
	value, err := v.converted(x.attr, old, value, add)
	if err != nil {
		return err
	}
	if x.attr&dynamic != 0 && v.hooks != nil {
		return v.hooks.SetVar(s, value)
	}
	x.str, x.ext = value, nil
	x.attr |= isSet
	if v.AllExport {
		x.attr |= Exported
	}
	v.put(s, x)
	return nil
}

func (v *Vars) assignElem0(s Slot, x *variable, value string, add bool) error {
	if x.attr&Assoc != 0 {
		return v.storeKey(s, "0", value, add)
	}
	return v.storeElem(s, 0, value, add)
}

// converted returns what is stored when value is assigned, or added to old,
// in a variable with the attributes a.
func (v *Vars) converted(a Attr, old, value string, add bool) (string, error) {
	if a&convert == 0 {
		return old + value, nil
	}
	if a&Integer != 0 && v.hooks != nil {
		n, err := v.hooks.Arith(value)
		if err != nil {
			return "", err
		}
		if add && old != "" {
			o, err := v.hooks.Arith(old)
			if err != nil {
				return "", err
			}
			n += o
		}
		return strconv.FormatInt(n, 10), nil
	}
	value = old + value
	switch {
	case a&Lower != 0:
		value = strings.ToLower(value)
	case a&Upper != 0:
		value = strings.ToUpper(value)
	case a&Capital != 0:
		_, n := utf8.DecodeRuneInString(value)
		value = strings.ToUpper(value[:n]) + strings.ToLower(value[n:])
	}
	return value, nil
}

// Unset removes the variable in s, its value and its attributes; a name
// reference itself, not what it means. One that is local to the innermost
// function stays local; instead of one that is local to another scope there is
// what that had hidden, unless it is to stay local, too.
func (v *Vars) Unset(s Slot, stay bool) error {
	x := v.look(s)
	if x.attr&ReadOnly != 0 {
		return v.readOnly(s)
	}
	if !stay && len(v.scopes.saved) > 0 && v.reveal(s) {
		return nil
	}
	if x.attr != 0 {
		var none variable
		if v.IsLocal(s) {
			none.attr = declared
		}
		v.put(s, none)
	}
	return nil
}

// tail is the memory behind a string that was appended to: the variable's
// string is its first len(str) bytes, the rest of the capacity is free. Bytes
// once written are never changed, so older strings stay good.
type tail struct {
	owner uint64
	buf   []byte
}

// grow appends value to the string x, which v owns, in amortised constant
// time per byte.
func (v *Vars) grow(x *variable, value string) {
	if value == "" {
		return
	}
	t, ok := x.ext.(*tail)
	if !ok || t.owner != v.owner || len(t.buf) != len(x.str) {
		if len(x.str)+len(value) < 64 {
			x.str += value
			x.ext = nil
			return
		}
		t = &tail{owner: v.owner, buf: append(make([]byte, 0, 2*(len(x.str)+len(value))), x.str...)}
		x.ext = t
	}
	t.buf = append(t.buf, value...)
	// SAFETY: what x has is never written again: more is written behind it only.
	x.str = unsafe.String(unsafe.SliceData(t.buf), len(t.buf))
}

// Appends tells whether Append just puts text at the end of the value of the
// variable in s: it is a set string without attributes that change it.
func (v *Vars) Appends(s Slot) bool {
	const not = ReadOnly | convert | NameRef | array | dynamic
	return v.look(s).attr&(not|isSet) == isSet
}
