package expand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gpipe/internal/parse"
	"gpipe/internal/vars"
)

// folds says what becomes of the case of characters.
type folds uint8

const (
	toLower folds = iota
	toUpper
	toOther
)

// appendFolded appends the character r, written s, in another case.
func appendFolded(b []byte, s string, r rune, to folds, wide bool) []byte {
	if r == utf8.RuneError || !wide && r >= utf8.RuneSelf {
		return append(b, s...)
	}
	upper := unicode.ToUpper(r)
	if to == toUpper || to == toOther && upper != r {
		return utf8.AppendRune(b, upper)
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// transform is ${name@operator} for the operators that change a value.
type transform byte

func (t transform) bind(*State) (operand, error) { return operand{}, nil }

func (t transform) apply(st *State, _ operand, s string) string {
	switch t {
	case 'Q':
		return Quote(s)
	case 'U':
		return st.fold(s, toUpper, true, nil)
	case 'u':
		return st.fold(s, toUpper, false, nil)
	case 'L':
		return st.fold(s, toLower, true, nil)
	case 'P':
		return st.Host.Prompt(s)
	}
	return parse.ANSI(s) // E
}

// quotedPart is ${name@Q}, which unlike the others is nothing, not ”, when
// the parameter is unset.
type quotedPart struct {
	modified
}

func (x *quotedPart) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	if _, set, err := p.get(st); err == nil && !set && !p.isList() && !st.NoUnset {
		st.emit("", x.quoted)
		return nil
	}
	return x.modified.run(st)
}

// tellPart is ${name@a}, the attributes as declare would be given them, ${name@A},
// the assignment that makes the variable, and ${name@K} and ${name@k}, the keys and
// values of an array.
type tellPart struct {
	param
	op     byte
	quoted bool
}

func (x *tellPart) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	base := len(st.elems)
	defer func() { st.elems = st.elems[:base] }()
	star := p.star
	switch {
	case !p.isList():
		s, err := x.scalar(st, &p)
		if err == nil {
			st.emit(s, x.quoted)
		}
		return err
	case x.op == 'A':
		err = st.makers(&p)
	case x.op == 'a':
		st.attrsOfAll(&p)
	case p.kind == argList || st.Vars.IsScalar(p.slot):
		elems := p.list(st)
		from := len(st.elems)
		for _, e := range elems {
			st.elems = append(st.elems, Quote(e))
		}
		st.list(st.elems[from:], x.quoted, star)
		return nil
	default:
		st.keysAndValues(&p, x.op == 'K')
	}
	if err != nil {
		return err
	}
	st.list(st.elems[base:], x.quoted, star)
	return nil
}

// scalar is what is told of a parameter that is no list.
func (x *tellPart) scalar(st *State, p *param) (string, error) {
	letters, slot := "", p.slot
	if p.kind == variable || p.kind == element {
		t, sub, err := st.Vars.Deref(slot)
		if slot = t; err != nil || sub != "" && x.op != 'Q' && x.op != 'K' && x.op != 'k' {
			return "", nil
		}
		letters = attrLetters(st.Vars.Attrs(slot) &^ vars.NameRef)
	}
	if x.op == 'a' {
		_, _, err := x.lookup(st, p)
		return letters, err
	}
	val, set, err := x.lookup(st, p)
	switch {
	case err != nil:
		return "", err
	case x.op != 'A' && !set:
		return "", nil
	case x.op != 'A':
		return Quote(val), nil
	case p.kind != variable && p.kind != element, !set && st.Vars.Attrs(slot)&vars.NameRef != 0:
		return "", nil
	}
	name := st.Vars.Names().Name(slot)
	if set {
		name += "=" + Quote(val)
	}
	switch {
	case letters != "":
		return "declare -" + letters + " " + name, nil
	case !set:
		return "", nil
	}
	return name, nil
}

// lookup returns the value of p. That it is none is an error under set -u where p is what
// is told of, and not one of a list.
func (x *tellPart) lookup(st *State, p *param) (string, bool, error) {
	if p.name == "" {
		return p.get(st)
	}
	return p.lookup(st)
}

// makers appends the words of the command that makes a list: set or declare.
func (st *State) makers(p *param) error {
	if p.kind == argList {
		if len(st.Args) > 0 {
			st.elems = append(st.elems, "set", "--")
		}
		for _, arg := range st.Args {
			st.elems = append(st.elems, Quote(arg))
		}
		return nil
	}
	v := st.Vars
	slot, _, err := v.Deref(p.slot)
	if err != nil {
		return nil
	}
	if v.Attrs(slot)&(vars.Indexed|vars.Assoc) == 0 {
		scalar := param{kind: variable, slot: slot}
		s, err := (&tellPart{op: 'A'}).scalar(st, &scalar)
		if s != "" {
			st.elems = append(st.elems, s)
		}
		return err
	}
	name := v.Names().Name(slot)
	if v.HasValue(slot) {
		name += "=" + ArrayValue(v, slot)
	}
	st.elems = append(st.elems, "declare", "-"+attrLetters(v.Attrs(slot)), name)
	return nil
}

// attrsOfAll appends the attributes once for each element of a list.
func (st *State) attrsOfAll(p *param) {
	letters, n := "", len(st.Args)
	if p.kind == elemList {
		slot, _, _ := st.Vars.Deref(p.slot)
		letters, n = attrLetters(st.Vars.Attrs(slot)&^vars.NameRef), st.Vars.Count(p.slot)
	}
	for range n {
		st.elems = append(st.elems, letters)
	}
}

// keysAndValues appends the keys and values of an array, by turns, or as one
// string in which they are quoted.
func (st *State) keysAndValues(p *param, one bool) {
	keys, vals := st.Vars.AppendKeys(nil, p.slot), st.Vars.AppendElems(nil, p.slot)
	if !one {
		for i := range keys {
			st.elems = append(st.elems, keys[i], vals[i])
		}
		return
	}
	assoc := assoc(st.Vars, p.slot)
	var b strings.Builder
	for i := range keys {
		if i > 0 && !assoc {
			b.WriteByte(' ')
		}
		b.WriteString(quoteKey(keys[i], st.Vars.UTF8()) + " " + QuoteDouble(vals[i], st.Vars.UTF8()))
		if assoc {
			b.WriteByte(' ')
		}
	}
	if b.Len() > 0 {
		st.elems = append(st.elems, b.String())
	}
}

// attrLetters gives attributes in the order in which bash does.
func attrLetters(a vars.Attr) string {
	var b []byte
	for _, x := range [...]struct {
		attr   vars.Attr
		letter byte
	}{
		{vars.Indexed, 'a'}, {vars.Assoc, 'A'}, {vars.Integer, 'i'}, {vars.NameRef, 'n'},
		{vars.ReadOnly, 'r'}, {vars.Trace, 't'}, {vars.Exported, 'x'}, {vars.Capital, 'c'}, {vars.Lower, 'l'}, {vars.Upper, 'u'},
	} {
		if a&x.attr != 0 {
			b = append(b, x.letter)
		}
	}
	return string(b)
}
