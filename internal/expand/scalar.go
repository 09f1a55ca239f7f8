package expand

// scalar is a part that is always one string. A word which is nothing else
// needs no sink.
type scalar interface {
	part
	scalar(st *State) (string, error)
}

// emitScalar adds the value of x.
func (st *State) emitScalar(x scalar, quoted bool) error {
	s, err := x.scalar(st)
	if err != nil {
		return err
	}
	st.emit(s, quoted)
	return nil
}

// asScalar returns p as a scalar, if it is one, and whether it is quoted.
func asScalar(p part) (x scalar, quoted, ok bool) {
	switch p := p.(type) {
	case variablePart:
		return p, p.quoted, true
	case *substPart:
		return p, p.quoted, true
	case *arithPart:
		return p, p.quoted, true
	case *lengthPart:
		return p, p.quoted, true
	case *paramPart:
		if !p.isList() && !p.indirect {
			return scalarParam{p}, p.quoted, true
		}
	case *modified:
		if !p.isList() && !p.indirect {
			return scalarModified{p}, p.quoted, true
		}
	}
	return nil, false, false
}

func (x variablePart) scalar(st *State) (string, error) {
	s, set := st.Vars.Get(x.slot)
	if !set && st.NoUnset {
		return "", failed(st.Vars.Names().Name(x.slot), ErrUnset)
	}
	return s, nil
}

// scalarParam is a parameter that is no list.
type scalarParam struct{ *paramPart }

func (x scalarParam) scalar(st *State) (string, error) { return x.value(st) }

// scalarModified is ${name#pattern} and the like of what is no list.
type scalarModified struct{ *modified }

func (x scalarModified) scalar(st *State) (string, error) { return x.modify(st, &x.param) }
