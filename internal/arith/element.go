package arith

import (
	"gpipe/internal/vars"
)

// element is an element of an array that was found by its subscript.
type element struct {
	slot  vars.Slot
	index int64
	key   string
	keyed bool // the array is associative
}

// find evaluates the subscript: as an expression, or as text if the array is
// associative.
func (s *subscript) find(e *Env) (element, error) {
	slot := e.target(s.slot)
	if e.Vars.Attrs(slot)&vars.Assoc != 0 {
		key := s.key.text(e)
		if key == "" {
			return element{}, ErrSubscript
		}
		return element{slot: slot, key: key, keyed: true}, nil
	}
	if s.err != nil {
		return element{}, s.err
	}
	n, err := s.index.run(e)
	return element{slot: slot, index: n}, err
}

// target follows name references.
func (e *Env) target(s vars.Slot) vars.Slot {
	if e.Vars.Attrs(s)&vars.NameRef == 0 {
		return s
	}
	t, sub, err := e.Vars.Deref(s)
	if err != nil || sub != "" {
		return s
	}
	return t
}

func (l *element) number(e *Env) (int64, error) {
	var s string
	var set bool
	if l.keyed {
		s, set = e.Vars.Key(l.slot, l.key)
	} else {
		s, set = e.Vars.Elem(l.slot, l.index)
	}
	return e.number(l.slot, s, set)
}

func (l *element) assign(e *Env, n int64) error {
	if l.keyed {
		return e.Vars.SetKey(l.slot, l.key, e.Format(n))
	}
	return e.Vars.SetElem(l.slot, l.index, e.Format(n))
}

// reference does the steps in which an element is assigned.
func (p *program) reference(e *Env, in *instruction, acc int64) (int64, error) {
	if in.op == opRefer {
		el, err := p.subs[in.arg].find(e)
		if err == nil {
			e.refs = append(e.refs, el)
		}
		return acc, err
	}
	last := len(e.refs) - 1
	if in.op == opLoadRef {
		el := e.refs[last]
		return el.number(e)
	}
	el := e.refs[last]
	e.refs[last] = element{}
	e.refs = e.refs[:last]
	return acc, el.assign(e, acc)
}
