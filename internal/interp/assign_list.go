package interp

import (
	"errors"

	"gpipe/internal/expand"
	"gpipe/internal/vars"
)

// assignList is name=(...) and name+=(...). It is expanded before the old value
// is gone: a=(x "${a[@]}").
func (sh *Shell) assignList(a *assign) error {
	l, err := sh.expandValues(a, sh.Declarations().IsAssoc(a.slot))
	if err != nil {
		return err
	}
	return sh.storeValues(a.slot, l)
}

// IsAssoc tells whether the variable in slot, or what it is a reference to, is
// an associative array.
func (d Declarations) IsAssoc(slot slotNum) bool {
	v := d.sh.st.Vars
	if t, sub, err := v.Deref(slot); err == nil && sub == "" {
		slot = t
	}
	return v.Attrs(slot)&vars.Assoc != 0
}

// listValues is what the words of name=(...) expand to.
type listValues struct {
	add    bool // name+=(...)
	fields []string
	keys   []keyed
}

// keyed is [index]=value, or with add [index]+=value, which stands before so many of the fields.
type keyed struct {
	at    int
	index *expand.Subscript
	value string
	add   bool
}

var errNoSubscript = errors.New("an element of an associative array has a subscript")

// expandValues expands the words. For an associative array, each is one string: if
// the first has no subscript they are keys and values by turns, and none has one.
func (sh *Shell) expandValues(a *assign, assoc bool) (listValues, error) {
	l := listValues{add: a.append}
	pairs := assoc && len(a.array) > 0 && a.array[0].index == nil
	for i := range a.array {
		e := &a.array[i]
		var err error
		switch {
		case e.index != nil && pairs:
			err = sh.expandUnkeyed(&l, e)
		case e.index != nil:
			err = sh.expandKeyed(&l, e)
		case assoc:
			var s string
			s, err = e.word.String(&sh.st)
			l.fields = append(l.fields, s)
		default:
			l.fields, err = e.word.Append(&sh.st, l.fields)
		}
		if err != nil {
			return l, err
		}
	}
	return l, nil
}

func (sh *Shell) expandKeyed(l *listValues, e *arrayElem) error {
	value := ""
	if e.word != nil {
		var err error
		if value, err = e.word.String(&sh.st); err != nil {
			return err
		}
	}
	l.keys = append(l.keys, keyed{len(l.fields), e.index, value, e.add})
	return nil
}

// expandUnkeyed expands [index]=value where that is a word like others.
func (sh *Shell) expandUnkeyed(l *listValues, e *arrayElem) error {
	key, err := e.index.AsKey(&sh.st)
	if err != nil {
		return err
	}
	value, op := "", "]="
	if e.word != nil {
		if value, err = e.word.String(&sh.st); err != nil {
			return err
		}
	}
	if e.add {
		op = "]+="
	}
	l.fields = append(l.fields, "["+key+op+value)
	return nil
}

// storeValues assigns what was expanded.
func (sh *Shell) storeValues(slot slotNum, l listValues) error {
	v := sh.st.Vars
	if !l.add {
		if err := v.ClearArray(slot); err != nil {
			return err
		}
	}
	if sh.Declarations().IsAssoc(slot) {
		return sh.storeKeys(slot, l)
	}
	if err := v.MakeIndexed(slot); err != nil {
		return err
	}
	next := int64(0)
	if l.add {
		next = v.End(slot)
	}
	done := 0
	put := func(upTo int) error {
		for ; done < upTo; done++ {
			if err := v.SetElem(slot, next, l.fields[done]); err != nil {
				return err
			}
			next++
		}
		return nil
	}
	for _, k := range l.keys {
		if err := put(k.at); err != nil {
			return err
		}
		if k.index.Empty() {
			sh.fail(&Error{Op: "[]=" + Quote(k.value), Err: vars.ErrBadSubscript}, sh.status)
			continue
		}
		i, err := k.index.SetAt(&sh.st, slot, k.value, k.add)
		var word expand.NotElement
		switch {
		case errors.As(err, &word):
			if err := v.SetElem(slot, next, string(word)); err != nil {
				return err
			}
			i = next
		case errors.Is(err, vars.ErrBadSubscript):
			sh.fail(err, sh.status)
			continue
		case err != nil:
			return err
		}
		next = i + 1
	}
	err := put(len(l.fields))
	if err == nil {
		v.MakeSet(slot)
	}
	return err
}

// storeKeys is storeList for an associative array. A key without a value has
// the empty one. Where the first has a subscript, words without one are reported
// and left out.
func (sh *Shell) storeKeys(slot slotNum, l listValues) error {
	v := sh.st.Vars
	if len(l.keys) > 0 && len(l.fields) > 0 {
		for _, word := range l.fields {
			sh.fail(&Error{Op: v.Names().Name(slot), Operand: word, Err: errNoSubscript}, sh.status)
		}
		l.fields = nil
	}
	for _, k := range l.keys {
		err := vars.ErrBadSubscript
		if !k.index.Empty() {
			_, err = k.index.SetAt(&sh.st, slot, k.value, k.add)
		}
		switch {
		case errors.Is(err, vars.ErrBadSubscript):
			sh.fail(err, sh.status)
		case err != nil:
			return err
		}
	}
	for i := 0; i < len(l.fields); i += 2 {
		value := ""
		if i+1 < len(l.fields) {
			value = l.fields[i+1]
		}
		if err := v.SetKey(slot, l.fields[i], value); err != nil {
			return err
		}
	}
	return nil
}
