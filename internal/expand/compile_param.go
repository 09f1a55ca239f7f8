package expand

import (
	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// param compiles $name, ${name} and all its operators.
func (c *Compiler) param(dst []part, n *syntax.ParamExp, cx context) []part {
	p, ok := c.parameter(n)
	if !ok {
		return append(dst, failure{&Error{Err: ErrBadSubst}})
	}
	switch {
	case n.Names != 0:
		star := n.Names == syntax.NamesPrefix
		return append(dst, &namesPart{prefix: p.name, star: star, quoted: cx.quoted})
	case n.Excl && p.kind == elemList:
		return append(dst, &keysPart{slot: p.slot, star: p.star, quoted: cx.quoted})
	}
	p.indirect = n.Excl
	switch {
	case n.Length:
		return append(dst, &lengthPart{param: p, quoted: cx.quoted})
	case n.Slice != nil:
		return append(dst, c.slice(p, n.Slice, cx))
	case n.Repl != nil:
		return append(dst, c.replace(p, n.Repl, cx))
	case n.Exp != nil:
		return c.operator(dst, p, n, cx)
	case p.kind == variable && !p.indirect:
		return append(dst, variablePart{slot: p.slot, quoted: cx.quoted})
	}
	return append(dst, &paramPart{param: p, quoted: cx.quoted})
}

// lastJob and paramCount stand for the parameters ! in ${!-word} and # in
// ${##word}, which the parser would take for an indirection and a length.
const (
	lastJob    = "0000000033"
	paramCount = "0000000035"
)

// parameter compiles the parameter itself.
func (c *Compiler) parameter(n *syntax.ParamExp) (param, bool) {
	if n.Param == nil || n.NestedParam != nil || n.Flags != nil || n.Width || n.IsSet || len(n.Modifiers) > 0 {
		return param{}, false
	}
	name := n.Param.Value
	switch name {
	case lastJob:
		name = "!"
	case paramCount:
		name = "#"
	}
	p, ok := simpleParam(c.Names, name)
	if !ok || n.Index == nil {
		return p, ok
	}
	if p.kind != variable {
		return p, false
	}
	switch arithLiteral(n.Index) {
	case "@":
		p.kind = elemList
	case "*":
		p.kind, p.star = elemList, true
	default:
		p.kind, p.index = element, c.Subscript(n.Index)
	}
	return p, true
}

// arithLiteral returns the text of an expression that is a literal word.
func arithLiteral(x syntax.ArithmExpr) string {
	if w, ok := x.(*syntax.Word); ok {
		return w.Lit()
	}
	return ""
}

// operator compiles ${name op word}.
func (c *Compiler) operator(dst []part, p param, n *syntax.ParamExp, cx context) []part {
	switch op := n.Exp.Op; op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		return c.withDefault(dst, p, n, '-', cx)
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return c.withDefault(dst, p, n, '+', cx)
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return c.withDefault(dst, p, n, '=', cx)
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return c.withDefault(dst, p, n, '?', cx)
	case syntax.RemSmallPrefix, syntax.RemLargePrefix, syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		t := &trim{
			pattern: c.patternOperand(n.Exp.Word),
			suffix:  op == syntax.RemSmallSuffix || op == syntax.RemLargeSuffix,
			longest: op == syntax.RemLargePrefix || op == syntax.RemLargeSuffix,
		}
		return append(dst, &modified{p, t, cx.quoted})
	case syntax.UpperFirst, syntax.UpperAll, syntax.LowerFirst, syntax.LowerAll:
		pattern, toggles := parse.Toggled(n.Exp.Word)
		f := &folding{all: op == syntax.UpperAll || op == syntax.LowerAll}
		switch {
		case toggles:
			f.to = toOther
		case op == syntax.UpperFirst || op == syntax.UpperAll:
			f.to = toUpper
		}
		if pattern != nil {
			f.pattern = c.patternOperand(pattern)
		}
		return append(dst, &modified{p, f, cx.quoted})
	case syntax.OtherParamOps:
		return append(dst, transformOf(p, n.Exp.Word.Lit(), cx))
	}
	return append(dst, failure{failed("${"+p.name+"}", ErrBadSubst)})
}

// patternOperand compiles the pattern of an operator, in which quotes count
// though the whole be quoted.
func (c *Compiler) patternOperand(w *syntax.Word) *Word {
	if w == nil {
		w = &syntax.Word{}
	}
	return c.patternWord(w, context{tilde: wordTilde})
}

// withDefault compiles the operators - + = and ?.
func (c *Compiler) withDefault(dst []part, p param, n *syntax.ParamExp, op byte, cx context) []part {
	x := &defaultPart{param: p, op: op, quoted: cx.quoted}
	switch n.Exp.Op {
	case syntax.DefaultUnsetOrNull, syntax.AlternateUnsetOrNull,
		syntax.AssignUnsetOrNull, syntax.ErrorUnsetOrNull:
		x.colon = true
	}
	if n.Exp.Word == nil {
		return append(dst, x)
	}
	inner := context{quoted: cx.quoted, hdoc: cx.hdoc, inner: true}
	if !cx.quoted {
		inner.split = true
		inner.tilde = max(cx.tilde, wordTilde)
	}
	x.word = c.parts(n.Exp.Word.Parts, inner)
	return append(dst, x)
}

// replace compiles ${name/pattern/word}.
func (c *Compiler) replace(p param, n *syntax.Replace, cx context) part {
	r := &replace{all: n.All}
	if n.Orig != nil {
		orig := n.Orig.Parts
		if lit, ok := orig[0].(*syntax.Lit); ok && !n.All && (lit.Value[0] == '#' || lit.Value[0] == '%') {
			r.anchor = lit.Value[0]
			rest := *lit
			rest.Value = lit.Value[1:]
			orig = append([]syntax.WordPart{&rest}, orig[1:]...)
		}
		r.pattern = c.patternWord(&syntax.Word{Parts: orig}, context{tilde: wordTilde})
	}
	if n.With != nil {
		r.with = c.parts(n.With.Parts, context{tilde: wordTilde})
	}
	return &modified{p, r, cx.quoted}
}

// transformOf compiles ${name@operator}.
func transformOf(p param, op string, cx context) part {
	switch op {
	case "Q":
		return &quotedPart{modified{p, transform(op[0]), cx.quoted}}
	case "U", "u", "L", "E", "P":
		return &modified{p, transform(op[0]), cx.quoted}
	case "a", "A", "K", "k":
		return &tellPart{param: p, op: op[0], quoted: cx.quoted}
	}
	return failure{failed("${"+p.name+"@"+op+"}", ErrNotSupported)}
}
