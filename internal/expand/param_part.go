package expand

import (
	"strconv"

	"gpipe/internal/vars"
)

// variablePart is $name.
type variablePart struct {
	slot   vars.Slot
	quoted bool
}

func (x variablePart) run(st *State) error {
	s, err := x.scalar(st)
	if err != nil {
		return err
	}
	st.emit(s, x.quoted)
	return nil
}

// paramPart is any other parameter without operators.
type paramPart struct {
	param
	quoted bool
}

func (x *paramPart) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	return p.emit(st, x.quoted)
}

// emit adds the parameter's value or values.
func (p *param) emit(st *State, quoted bool) error {
	if p.isList() {
		base := len(st.elems)
		st.list(p.list(st), quoted, p.star)
		st.elems = st.elems[:base]
		return nil
	}
	s, err := p.value(st)
	if err != nil {
		return err
	}
	st.emit(s, quoted)
	return nil
}

// modifier is an operator that changes values.
type modifier interface {
	// bind evaluates the operator's own words.
	bind(st *State) (operand, error)
	// apply changes one value.
	apply(st *State, o operand, s string) string
}

// modified is a parameter with a modifier: ${name#pattern} and the like. Of a
// list each value is changed.
type modified struct {
	param
	modifier
	quoted bool
}

func (x *modified) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	if p.isList() {
		return x.runList(st, &p)
	}
	s, err := x.modify(st, &p)
	if err != nil {
		return err
	}
	st.emit(s, x.quoted)
	return nil
}

// modify returns the changed value of p, which is no list.
func (x *modified) modify(st *State, p *param) (string, error) {
	s, set, err := p.lookup(st)
	if err != nil {
		return "", err
	}
	if s == "" && st.Lazy {
		if _, trims := x.modifier.(*trim); trims || !set {
			return "", nil
		}
	}
	o, err := x.bind(st)
	if err != nil {
		return "", err
	}
	return x.apply(st, o, s), nil
}

func (x *modified) runList(st *State, p *param) error {
	o, err := x.bind(st)
	if err != nil {
		return err
	}
	base := len(st.elems)
	elems := p.list(st)
	from := len(st.elems)
	for _, e := range elems {
		st.elems = append(st.elems, x.apply(st, o, e))
	}
	st.list(st.elems[from:], x.quoted, p.star)
	st.elems = st.elems[:base]
	return nil
}

// lengthPart is ${#name}: the number of characters, or of values of a list.
type lengthPart struct {
	param
	quoted bool
}

func (x *lengthPart) scalar(st *State) (string, error) {
	n := 0
	switch x.kind {
	case argList:
		n = len(st.Args)
	case elemList:
		n = st.Vars.Count(x.slot)
	default:
		s, err := x.value(st)
		if err != nil {
			return "", err
		}
		if x.kind != variable || !st.Vars.RefersToElement(x.slot) { // whose length is none, as in bash
			n = st.length(s)
		}
	}
	return strconv.Itoa(n), nil
}

func (x *lengthPart) run(st *State) error { return st.emitScalar(x, x.quoted) }

// namesPart is ${!prefix@}: the names of variables.
type namesPart struct {
	prefix string
	star   bool
	quoted bool
}

func (x *namesPart) run(st *State) error {
	base := len(st.elems)
	st.elems = st.Vars.AppendPrefix(st.elems, x.prefix)
	st.list(st.elems[base:], x.quoted, x.star)
	st.elems = st.elems[:base]
	return nil
}

// keysPart is ${!name[@]}: the indices or keys of an array.
type keysPart struct {
	slot   vars.Slot
	star   bool
	quoted bool
}

func (x *keysPart) run(st *State) error {
	base := len(st.elems)
	st.elems = st.Vars.AppendKeys(st.elems, x.slot)
	st.list(st.elems[base:], x.quoted, x.star)
	st.elems = st.elems[:base]
	return nil
}
