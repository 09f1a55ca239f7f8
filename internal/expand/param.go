package expand

import (
	"math"
	"strconv"
	"strings"

	"gpipe/internal/vars"
)

// param is a parameter: what stands after the dollar sign, without operators.
type param struct {
	kind     paramKind
	star     bool // of a list: * and not @
	indirect bool // ${!name}: the parameter that the value names
	char     byte // of a special parameter
	slot     vars.Slot
	n        int // of a positional parameter
	index    *Subscript
	name     string // as written, for messages
}

type paramKind uint8

const (
	variable   paramKind = iota
	positional           // $1, ${10}; $0 has n = 0
	special              // ? $ ! - #
	element              // ${name[index]}
	refName              // the name that a name reference means
	argList              // $@ and $*
	elemList             // ${name[@]} and ${name[*]}
)

// isList tells whether the parameter is a list of values.
func (p *param) isList() bool { return p.kind >= argList }

// spreads tells whether the parameter is known to be a list that makes several
// fields in double quotes, too.
func (p *param) spreads() bool { return p.isList() && !p.star && !p.indirect }

// get returns the value and whether it is set: of a list all of it, joined.
func (p *param) get(st *State) (string, bool, error) {
	switch p.kind {
	case variable:
		s, ok := st.Vars.Get(p.slot)
		return s, ok, nil
	case positional:
		if p.n == 0 {
			return st.Name, true, nil
		}
		if p.n <= len(st.Args) {
			return st.Args[p.n-1], true, nil
		}
		return "", false, nil
	case special:
		if p.char == '#' {
			return strconv.Itoa(len(st.Args)), true, nil
		}
		s, ok := st.Host.Special(p.char)
		return s, ok, nil
	case element:
		return p.index.Get(st, p.slot)
	case refName:
		return p.name, true, nil
	}
	base := len(st.elems)
	elems := p.list(st)
	sep := " "
	if p.star {
		sep = st.splitter().sep
	}
	s := strings.Join(elems, sep)
	st.elems = st.elems[:base]
	return s, len(elems) > 0, nil
}

// value is get for where an unset parameter is an error under set -u.
func (p *param) value(st *State) (string, error) {
	s, _, err := p.lookup(st)
	return s, err
}

// lookup is value, and whether the parameter is set.
func (p *param) lookup(st *State) (string, bool, error) {
	s, set, err := p.get(st)
	if err == nil && !set && st.NoUnset && !p.isList() {
		err = failed(p.name, ErrUnset)
	}
	return s, set, err
}

// list returns the values of a list, good until st.elems is cut back to the
// length it had.
func (p *param) list(st *State) []string {
	if p.kind == argList {
		return st.Args
	}
	base := len(st.elems)
	st.elems = st.Vars.AppendElems(st.elems, p.slot)
	return st.elems[base:]
}

// resolve follows ${!name} to the parameter that is meant; of a name reference it
// is the name that this means. Of a positional
// parameter that is not set, or a list without values, it is one that is not
// set, as in bash.
func (p *param) resolve(st *State) (param, error) {
	if !p.indirect {
		return *p, nil
	}
	direct := *p
	direct.indirect = false
	if p.kind == variable && st.Vars.Attrs(p.slot)&vars.NameRef != 0 {
		name, ok := st.Vars.RefName(p.slot)
		if !ok {
			return param{}, failed(p.name, ErrIndirect)
		}
		return param{kind: refName, name: name}, nil
	}
	name, set, err := direct.get(st)
	switch {
	case err != nil:
		return direct, err
	case !set && (p.kind == positional || p.isList()):
		return param{kind: positional, n: math.MaxInt, name: "!" + p.name}, nil
	case !set:
		return direct, failed(p.name, ErrIndirect)
	}
	q, ok := parseParam(st.Vars.Names(), name)
	if !ok {
		return direct, failed(name, ErrBadSubst)
	}
	return q, nil
}

// parseParam reads the name of a parameter, with or without a subscript, from
// a value. A subscript in it never runs a command.
func parseParam(names *vars.Names, s string) (param, bool) {
	if p, ok := simpleParam(names, s); ok {
		return p, true
	}
	name, sub, ok := strings.Cut(s, "[")
	if !ok || !vars.Valid(name) || !strings.HasSuffix(sub, "]") {
		return param{}, false
	}
	sub = sub[:len(sub)-1]
	p := param{kind: element, slot: names.Slot(strings.Clone(name)), name: s}
	switch sub {
	case "":
		return p, false
	case "@", "*":
		p.kind, p.star = elemList, sub == "*"
	default:
		p.index = &Subscript{text: sub}
	}
	return p, true
}

// simpleParam is a parameter without a subscript.
func simpleParam(names *vars.Names, s string) (param, bool) {
	switch {
	case s == "":
		return param{}, false
	case vars.Valid(s):
		s = strings.Clone(s)
		return param{kind: variable, slot: names.Slot(s), name: s}, true
	case s[0] >= '0' && s[0] <= '9':
		n, err := strconv.Atoi(s)
		if err != nil && !allDigits(s) {
			return param{}, false
		}
		return param{kind: positional, n: n, name: s}, true
	case len(s) > 1:
		return param{}, false
	}
	switch c := s[0]; c {
	case '@', '*':
		return param{kind: argList, star: c == '*', name: s}, true
	case '#', '?', '$', '!', '-':
		return param{kind: special, char: c, name: s}, true
	}
	return param{}, false
}

// allDigits tells whether s is a number, however big.
func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
