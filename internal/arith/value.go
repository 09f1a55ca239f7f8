package arith

import (
	"strings"

	"gpipe/internal/vars"
)

// value is the text of an operand.
type value struct {
	text   string
	kind   valueKind
	slot   vars.Slot
	number int64
}

type valueKind uint8

const (
	otherText valueKind = iota
	aNumber
	aName
)

// blanks may stand around a number.
const blanks = " \t\n"

// classify finds out what text would be parsed as.
func (e *Env) classify(text string) value {
	if n, ok := decimal(text); ok {
		return value{text: text, kind: aNumber, number: n}
	}
	s := strings.Trim(text, blanks)
	switch {
	case s == "":
	case isDigit(s[0]) && numberEnd(s, 0) == len(s):
		if n, err := number(s); err == nil {
			return value{text: text, kind: aNumber, number: n}
		}
	case isNameStart(s[0]) && vars.Valid(s):
		return value{text: text, kind: aName, slot: slot(e.Vars.Names(), s)}
	}
	return value{text: text}
}

// slot interns a name that may be part of a longer string.
func slot(names *vars.Names, name string) vars.Slot {
	if s, ok := names.Lookup(name); ok {
		return s
	}
	return names.Slot(strings.Clone(name))
}

// number gives the number that the value s of a variable means: an
// expression, which may name other variables but changes nothing. Empty is 0.
func (e *Env) number(slot vars.Slot, s string, set bool) (int64, error) {
	if !set {
		if e.NoUnset {
			return 0, &Error{Operand: e.Vars.Names().Name(slot), Err: ErrUnset}
		}
		return 0, nil
	}
	return e.valueOf(s)
}

// maxDepth bounds the nesting of expressions, maxChain that of variables whose
// values name other variables, and maxValues how many such values one
// evaluation may come to: a='b+b' b='c+c' c='d+d' and so on doubles each time.
const (
	maxDepth  = 10_000
	maxChain  = 1000
	maxValues = 1_000_000
)

func (e *Env) valueOf(s string) (int64, error) {
	if n, ok := decimal(s); ok {
		return n, nil
	}
	t := strings.Trim(s, blanks)
	if t == "" {
		return 0, nil
	}
	if isDigit(t[0]) && numberEnd(t, 0) == len(t) {
		return number(t)
	}
	if e.depth == 0 {
		e.spent = 0
	}
	if e.spent++; e.depth == maxChain || e.spent > maxValues {
		return 0, &Error{Operand: t, Err: ErrDepth}
	}
	x, err := e.inner.parse(t, e.Vars.Names(), true)
	if err != nil {
		return 0, err
	}
	e.depth++
	n, err := x.Eval(e)
	e.depth--
	return n, err
}

// operand gives the right operand of an instruction in one of the rarer
// modes.
func (p *program) operand(e *Env, in *instruction) (int64, error) {
	if in.mode == indexed {
		el, err := p.subs[in.arg].find(e)
		if err != nil {
			return 0, err
		}
		return el.number(e)
	}
	v := &e.values[e.base+int(in.arg)]
	switch v.kind {
	case aNumber:
		return v.number, nil
	case aName:
		s, set := e.Vars.Get(v.slot)
		return e.number(v.slot, s, set)
	}
	// Only where the text is a key, whose index nobody asks for.
	return 0, ErrSubscript
}

// cache keeps expressions that were parsed at run time.
type cache map[string]*Expr

const (
	cacheSize = 64
	cacheText = 256
)

// parse is Parse, or ParseValue if pure is set, with a memory.
func (c *cache) parse(text string, names *vars.Names, pure bool) (*Expr, error) {
	if x := (*c)[text]; x != nil {
		return x, nil
	}
	x, err := compileText(text, names, pure)
	if err != nil || len(text) > cacheText {
		return x, err
	}
	if *c == nil {
		*c = make(cache)
	} else if len(*c) >= cacheSize {
		clear(*c)
	}
	(*c)[text] = x
	return x, nil
}
