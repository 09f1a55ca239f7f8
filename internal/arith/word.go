package arith

import (
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// literalWord gives the text of a word of literals.
func literalWord(w *syntax.Word) (string, bool) {
	if len(w.Parts) == 1 {
		if l, ok := w.Parts[0].(*syntax.Lit); ok {
			return l.Value, true
		}
		return "", false
	}
	text := ""
	for _, part := range w.Parts {
		l, ok := part.(*syntax.Lit)
		if !ok {
			return "", false
		}
		text += l.Value
	}
	return text, len(w.Parts) > 0
}

// elementOf gives name[index].
func elementOf(w *syntax.Word) *syntax.ParamExp {
	if len(w.Parts) != 1 {
		return nil
	}
	p, ok := w.Parts[0].(*syntax.ParamExp)
	if !ok || !p.Short || p.Index == nil || p.Dollar.IsValid() {
		return nil
	}
	return p
}

// writtenText is the text of a word of which each expansion is taken for a name.
func writtenText(parts []syntax.WordPart) string {
	text := ""
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			text += part.Value
		case *syntax.DblQuoted:
			text += writtenText(part.Parts)
		default:
			text += "x"
		}
	}
	return text
}

// isTarget tells whether w is something to be assigned.
func isTarget(w *syntax.Word) bool {
	text, ok := literalWord(w)
	return ok && vars.Valid(text) || elementOf(w) != nil
}

// word compiles a word that is an operand.
func (c *compiler) word(w *syntax.Word) bool {
	text, ok := literalWord(w)
	switch {
	case elementOf(w) != nil:
		t, ok := c.target(w)
		if ok {
			c.loadTarget(t)
		}
		return ok
	case !ok:
		c.load(hole, c.holes[w])
		return true
	case vars.Valid(text):
		c.load(variable, int(slot(c.names, text)))
		return true
	case text != "" && isDigit(text[0]) && numberEnd(text, 0) == len(text):
		n, err := number(text)
		if err != nil {
			c.err = err.(*Error)
			return false
		}
		c.constant(n)
		return true
	}
	return c.fail(text, ErrOperand)
}

// target compiles what is to be assigned.
func (c *compiler) target(x syntax.ArithmExpr) (target, bool) {
	w, ok := x.(*syntax.Word)
	if !ok {
		return target{}, c.fail("", ErrNotVariable)
	}
	if p := elementOf(w); p != nil {
		return c.element(p)
	}
	text, ok := literalWord(w)
	if !ok || !vars.Valid(text) {
		return target{}, c.fail(text, ErrNotVariable)
	}
	return target{slot: slot(c.names, text), sub: -1}, true
}

// element compiles the subscript of name[index], as an index and as a key:
// which it is depends on the variable, and is not known yet.
func (c *compiler) element(p *syntax.ParamExp) (target, bool) {
	if !vars.Valid(p.Param.Value) { // the parser takes 1[2] as well
		return target{}, c.fail(p.Param.Value, ErrOperator)
	}
	s := slot(c.names, p.Param.Value)
	sub := subscript{slot: s, key: c.sourceOf(p.Index)}
	q := compiler{emitter: emitter{names: c.names}, tree: c.tree}
	if q.expression(p.Index) {
		sub.index = &q.program
	} else if sub.err = c.err; c.err.Err == ErrDepth {
		return target{}, false
	}
	c.err = nil
	c.subs = append(c.subs, sub)
	return target{slot: s, sub: len(c.subs) - 1}, true
}
