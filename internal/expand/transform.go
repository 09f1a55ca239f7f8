package expand

import (
	"unicode"
	"unicode/utf8"

	"gpipe/internal/source"
	"gpipe/internal/vars"
)

// appendFolded appends the character r, written s, in the other case.
func appendFolded(b []byte, s string, r rune, upper, wide bool) []byte {
	if r == utf8.RuneError || !wide && r >= utf8.RuneSelf {
		return append(b, s...)
	}
	if upper {
		return utf8.AppendRune(b, unicode.ToUpper(r))
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// transform is ${name@operator} for the operators that change a value.
type transform byte

func (t transform) bind(*State) (operand, error) { return operand{}, nil }

func (t transform) apply(st *State, _ operand, s string) string {
	switch t {
	case 'Q', 'K', 'k':
		return Quote(s)
	case 'U':
		return st.fold(s, true, true, nil)
	case 'u':
		return st.fold(s, true, false, nil)
	case 'L':
		return st.fold(s, false, true, nil)
	}
	return source.ANSI(s) // E
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

// attrPart is ${name@a}, the attributes as declare would be given them, and
// ${name@A}, the assignment that makes the variable.
type attrPart struct {
	param
	assignment bool
	quoted     bool
}

func (x *attrPart) run(st *State) error {
	p, err := x.resolve(st)
	if err != nil {
		return err
	}
	s := ""
	if p.kind == variable || p.kind == element || p.kind == elemList {
		s = attrLetters(st.Vars.Attrs(p.slot))
	}
	if x.assignment {
		val, set, err := p.get(st)
		if err != nil {
			return err
		}
		switch {
		case !set && s == "":
		case s == "":
			s = p.name + "=" + Quote(val)
		case !set:
			s = "declare -" + s + " " + p.name
		default:
			s = "declare -" + s + " " + p.name + "=" + Quote(val)
		}
	}
	st.emit(s, x.quoted)
	return nil
}

// attrLetters gives attributes in the order in which bash does.
func attrLetters(a vars.Attr) string {
	var b []byte
	for _, x := range [...]struct {
		attr   vars.Attr
		letter byte
	}{
		{vars.Indexed, 'a'}, {vars.Assoc, 'A'}, {vars.Integer, 'i'}, {vars.NameRef, 'n'},
		{vars.ReadOnly, 'r'}, {vars.Exported, 'x'}, {vars.Lower, 'l'}, {vars.Upper, 'u'},
	} {
		if a&x.attr != 0 {
			b = append(b, x.letter)
		}
	}
	return string(b)
}
