package expand

import (
	"gpipe/internal/arith"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// slicePart is ${name:offset:length}.
type slicePart struct {
	param
	offset    *arith.Expr // nil: 0
	length    *arith.Expr
	hasLength bool
	quoted    bool
}

func (c *Compiler) slice(p param, n *syntax.Slice, cx context) part {
	x := &slicePart{param: p, quoted: cx.quoted, hasLength: n.Length != nil}
	var err error
	if n.Offset != nil {
		if x.offset, err = c.index(n.Offset); err != nil {
			return failure{err}
		}
	}
	if n.Length != nil {
		if x.length, err = c.index(n.Length); err != nil {
			return failure{err}
		}
	}
	return x
}

func (x *slicePart) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	if p.kind == elemList && st.Vars.IsScalar(p.slot) {
		p.kind = variable // of what is no array it is a part of the value
	}
	if p.isList() {
		return x.runList(st, &p)
	}
	s, set, err := p.lookup(st)
	if err != nil {
		return err
	}
	if st.Lazy && !set {
		st.emit("", x.quoted)
		return nil
	}
	offset, length, err := x.bounds(st)
	if err != nil {
		return err
	}
	if s, err = st.substring(s, offset, length, x.hasLength); err != nil {
		return err
	}
	st.emit(s, x.quoted)
	return nil
}

// bounds evaluates offset and length.
func (x *slicePart) bounds(st *State) (offset, length int64, err error) {
	if x.offset != nil {
		if offset, err = st.Arith(x.offset); err != nil {
			return 0, 0, err
		}
	}
	if x.length != nil {
		length, err = st.Arith(x.length)
	}
	return offset, length, err
}

// substring returns the characters of s from offset on; a negative offset
// counts from the end, and a negative length is an offset where to stop.
func (st *State) substring(s string, offset, length int64, bounded bool) (string, error) {
	n := int64(st.length(s))
	if offset < 0 {
		if offset += n; offset < 0 {
			return "", nil
		}
	}
	if offset > n {
		return "", nil
	}
	end := n
	if bounded && length >= 0 {
		end = offset + min(length, n-offset)
	} else if bounded {
		if end = n + length; end < offset {
			return "", failed(itoa(length), ErrNegative)
		}
	}
	if n == int64(len(s)) { // each character is a byte
		return s[offset:end], nil
	}
	if len(s) >= longText {
		r := st.ruler(s)
		return s[r.at(int(offset)):r.at(int(end))], nil
	}
	from, _ := pass(s, int(offset))
	size, _ := pass(s[from:], int(end-offset))
	return s[from : from+size], nil
}

// runList adds a slice of the positional parameters, of which $0 is number 0,
// or of the elements of an array from an index on.
func (x *slicePart) runList(st *State, p *param) error {
	if st.Lazy && p.kind == elemList && st.Vars.Count(p.slot) == 0 {
		st.list(nil, x.quoted, p.star)
		return nil
	}
	offset, length, err := x.bounds(st)
	if err != nil {
		return err
	}
	if x.hasLength && length < 0 {
		return failed(itoa(length), ErrNegative)
	}
	base := len(st.elems)
	var elems []string
	if p.kind == argList {
		st.elems = append(append(st.elems, st.Name), st.Args...)
		elems = st.elems[base:]
	} else {
		elems = p.list(st)
	}
	elems = st.sliceFrom(p, elems, offset)
	if x.hasLength && length < int64(len(elems)) {
		elems = elems[:length]
	}
	st.list(elems, x.quoted, p.star)
	st.elems = st.elems[:base]
	return nil
}

// sliceFrom returns the elements from offset on, which is an index; a negative
// one counts from one more than the highest.
func (st *State) sliceFrom(p *param, elems []string, offset int64) []string {
	end := int64(len(elems))
	indexed := p.kind == elemList && st.Vars.Attrs(p.slot)&vars.Indexed != 0
	if indexed {
		end = st.Vars.End(p.slot)
	}
	switch {
	case offset < 0:
		offset += end
	case offset > 0 && p.kind == elemList && assoc(st.Vars, p.slot):
		offset-- // as bash counts
	}
	if offset < 0 {
		return nil
	}
	if indexed && end != int64(len(elems)) {
		offset = int64(st.Vars.Rank(p.slot, offset))
	}
	return elems[min(offset, int64(len(elems))):]
}
