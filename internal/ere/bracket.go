package ere

import "gpipe/internal/chars"

// bracket parses a bracket expression (XBD 9.3.5). A backslash in it is an
// ordinary character. As in the C locale, characters collate by their codes
// and each is equivalent to itself only.
func (p *parser) bracket() (*tree, error) {
	p.i++
	set := new(chars.Set)
	if p.at("^") {
		p.i++
		set.Negated = true
	}
	for first := true; first || !p.at("]"); first = false {
		if p.ended() {
			return nil, ErrBracket
		}
		if err := p.element(set, first); err != nil {
			return nil, err
		}
	}
	p.i++
	return character(p.addSet(set)), nil
}

// element parses a character, a class or a range. A hyphen is a character
// where it comes first or last, or is the start of a range, and then only if
// it comes first.
func (p *parser) element(set *chars.Set, first bool) error {
	if p.at("[:") {
		return p.namedClass(set)
	}
	if !first && p.at("-") && !p.at("-]") {
		return ErrRange
	}
	equivalence := p.at("[=")
	low, err := p.endpoint()
	if err != nil {
		return err
	}
	high := low
	if !equivalence && p.at("-") && !p.at("-]") {
		p.i++
		if p.at("[:") || p.at("[=") {
			return ErrRange
		}
		if high, err = p.endpoint(); err != nil {
			return err
		}
	}
	if low, high = p.folded(low), p.folded(high); low > high {
		return ErrRange
	}
	set.Add(low, high)
	return nil
}

// endpoint parses one character, itself or as a collating symbol or an
// equivalence class.
func (p *parser) endpoint() (rune, error) {
	switch {
	case p.ended():
		return 0, ErrBracket
	case !p.at("[.") && !p.at("[="):
		return p.next(), nil
	}
	name, err := p.enclosed()
	if err != nil {
		return 0, err
	}
	if r, ok := chars.Single(name, p.wide()); ok {
		return r, nil
	}
	if r := chars.SymbolByName(name); r != chars.NoChar {
		return r, nil
	}
	return 0, ErrCollating
}

// namedClass parses [:name:]. When case is ignored upper and lower are alpha.
func (p *parser) namedClass(set *chars.Set) error {
	name, err := p.enclosed()
	if err != nil {
		return err
	}
	if p.fold() && (name == "upper" || name == "lower") {
		name = "alpha"
	}
	k := chars.ClassByName(name)
	if k == 0 || name == "word" || name == "ascii" {
		return ErrClass
	}
	set.AddClass(k)
	return nil
}

// enclosed parses what begins with a bracket and a mark, up to the mark and
// the bracket that end it, and returns what is between.
func (p *parser) enclosed() (string, error) {
	mark := p.text[p.i+1]
	p.i += 2
	start := p.i
	for i := start; i+1 < len(p.text); i++ {
		if p.text[i] == mark && p.text[i+1] == ']' {
			p.i = i + 2
			return p.text[start:i], nil
		}
	}
	return "", ErrBracket
}
