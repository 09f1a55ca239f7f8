package arith

import (
	"strings"

	"gpipe/internal/vars"
)

// Parse compiles the expression in text. The error is an *Error.
func Parse(text string, names *vars.Names) (*Expr, error) { return compileText(text, names, false) }

// ParseValue is Parse for what is no part of the program but a value, as of a
// variable: an expression that assigns something is an error.
func ParseValue(text string, names *vars.Names) (*Expr, error) { return compileText(text, names, true) }

func compileText(text string, names *vars.Names, pure bool) (*Expr, error) {
	p := parser{lexer: lexer{text: text}, emitter: emitter{names: names}, pure: pure}
	if !p.all() {
		return nil, p.err
	}
	return &Expr{program: p.program, source: literal(text)}, nil
}

// parser is a parser by precedence that emits code as it goes. Its methods
// tell whether they succeeded; if not, err is set.
type parser struct {
	lexer
	emitter
	pure  bool // no assignments
	depth int
	err   *Error
}

// all parses the whole text. An empty expression is 0.
func (p *parser) all() bool {
	p.next()
	if p.tok == tokEnd {
		p.constant(0)
		return true
	}
	if !p.expression(precComma) {
		return false
	}
	switch p.tok {
	case tokEnd:
		return true
	case tokAssign:
		return p.fail(ErrNotVariable)
	}
	return p.fail(ErrOperator)
}

func (p *parser) fail(c Cause) bool {
	p.err = &Error{
		Operand: strings.Trim(p.text, blanks),
		At:      strings.TrimRight(p.text[p.start:], blanks),
		Err:     c,
	}
	return false
}

// expression parses operators of precedence least or above, with their
// operands.
func (p *parser) expression(least int) bool {
	if p.depth++; p.depth > maxDepth {
		return p.fail(ErrDepth)
	}
	ok := p.operand(least <= precAssign)
	for ok {
		if p.tok == tokIncrement || p.tok == tokDecrement {
			p.split() // 1--1 is 1 - -1
		}
		if p.prec < least || p.prec < 0 {
			break
		}
		ok = p.infix()
	}
	p.depth--
	return ok
}

// infix parses an operator between two operands and the right one.
func (p *parser) infix() bool {
	tok, op, prec := p.tok, p.op, p.prec
	p.next()
	switch tok {
	case tokComma:
		return p.expression(precAssign)
	case tokQuestion:
		return p.condition(
			func() bool { return p.expression(precComma) && p.expect(tokColon, ErrColon) },
			func() bool { return p.expression(precCondition) })
	case tokLogicalAnd:
		return p.logical(opAndJump, func() bool { return p.expression(prec + 1) })
	case tokLogicalOr:
		return p.logical(opOrJump, func() bool { return p.expression(prec + 1) })
	}
	right := prec + 1
	if op == opPow {
		right = prec // associates from the right
	}
	mark := p.begin()
	if !p.expression(right) {
		return false
	}
	p.binary(op, mark)
	return true
}

func (p *parser) expect(tok token, c Cause) bool {
	if p.tok != tok {
		return p.fail(c)
	}
	p.next()
	return true
}

// operand parses an operand with the operators before and after it. Where it
// is assignable it may be followed by an assignment operator.
func (p *parser) operand(assignable bool) bool {
	switch p.tok {
	case tokNumber:
		return p.numeral()
	case tokName:
		return p.named(assignable)
	case tokOpen:
		p.next()
		return p.expression(precComma) && p.expect(tokClose, ErrParen)
	case tokIncrement, tokDecrement:
		return p.prefix()
	case tokPlus:
		return p.sign(opLoad)
	case tokMinus:
		return p.sign(opNeg)
	case tokNot:
		return p.sign(opNot)
	case tokInvert:
		return p.sign(opInvert)
	}
	return p.fail(ErrOperand)
}

func (p *parser) numeral() bool {
	n, err := number(p.token())
	if err != nil {
		p.err = err.(*Error)
		return false
	}
	p.constant(n)
	p.next()
	return true
}

// sign parses a unary operator; opLoad stands for the plus, which does
// nothing.
func (p *parser) sign(op opcode) bool {
	if p.depth++; p.depth > maxDepth {
		return p.fail(ErrDepth)
	}
	p.next()
	mark := len(p.code)
	if !p.operand(false) {
		return false
	}
	if op != opLoad {
		p.unary(op, mark)
	}
	p.depth--
	return true
}

// prefix parses ++ or -- before an operand. Before what is not a variable
// they are two signs, which do nothing together.
func (p *parser) prefix() bool {
	by := int64(1)
	if p.tok == tokDecrement {
		by = -1
	}
	start := p.start
	p.next()
	if p.tok != tokName {
		return p.sign2()
	}
	if p.pure {
		p.start = start
		return p.fail(ErrSideEffect)
	}
	t, ok := p.target()
	if !ok {
		return false
	}
	if p.tok == tokIncrement || p.tok == tokDecrement {
		return p.fail(ErrNotVariable)
	}
	p.increment(t, by, false)
	return true
}

func (p *parser) sign2() bool {
	if p.depth++; p.depth > maxDepth {
		return p.fail(ErrDepth)
	}
	ok := p.operand(false)
	p.depth--
	return ok
}

// named parses a variable or an element, with what is done to it.
func (p *parser) named(assignable bool) bool {
	t, ok := p.target()
	switch {
	case !ok:
		return false
	case p.tok == tokAssign && assignable:
		if p.pure {
			return p.fail(ErrSideEffect)
		}
		op := p.op
		p.next()
		return p.assign(t, op, func() bool { return p.expression(precAssign) })
	case (p.tok == tokIncrement || p.tok == tokDecrement) && !p.operandFollows():
		if p.pure {
			return p.fail(ErrSideEffect)
		}
		by := int64(1)
		if p.tok == tokDecrement {
			by = -1
		}
		p.increment(t, by, true)
		p.next()
		return true
	}
	p.loadTarget(t)
	return true
}

// operandFollows tells whether an operand begins after the token: then ++ is
// no postfix operator but two plusses, as in a shell that knows no ++.
func (p *parser) operandFollows() bool {
	rest := strings.TrimLeft(p.text[p.end:], blanks)
	return rest != "" && (isNumberPart(rest[0]) || rest[0] == '(')
}

// target parses a name, perhaps with a subscript.
func (p *parser) target() (target, bool) {
	s := slot(p.names, p.token())
	if p.end == len(p.text) || p.text[p.end] != '[' {
		p.next()
		return target{slot: s, sub: -1}, true
	}
	closing := ClosingBracket(p.text, p.end)
	if closing < 0 {
		return target{}, p.fail(ErrSubscript)
	}
	sub, ok := p.subscript(s, p.text[p.end+1:closing])
	if !ok {
		return target{}, false
	}
	p.subs = append(p.subs, sub)
	p.end = closing + 1
	p.next()
	return target{slot: s, sub: len(p.subs) - 1}, true
}

// subscript compiles what stands in brackets, as an index and as a key. Which
// it is depends on the variable, and is not known yet.
func (p *parser) subscript(s vars.Slot, text string) (subscript, bool) {
	sub := subscript{slot: s, key: literal(unquoted(text))}
	q := parser{
		lexer:   lexer{text: text},
		emitter: emitter{names: p.names},
		pure:    p.pure,
		depth:   p.depth + 1,
	}
	switch strings.Trim(text, blanks) {
	case "", "@", "*":
		sub.err = &Error{Operand: p.token() + "[" + text + "]", Err: ErrSubscript}
		return sub, true
	}
	if q.all() {
		sub.index = &q.program
	} else {
		sub.err = q.err
		if q.err.Err == ErrDepth {
			p.err = q.err
			return sub, false
		}
	}
	return sub, true
}

// ClosingBracket gives the bracket that matches the one at i, or -1. What is
// quoted does not count.
func ClosingBracket(text string, i int) int {
	depth := 0
	for ; i < len(text); i++ {
		switch text[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		case '\\':
			i++
		case '"', '\'':
			n := strings.IndexByte(text[i+1:], text[i])
			if n < 0 {
				return -1
			}
			i += n + 1
		}
	}
	return -1
}

// unquoted removes quotes around the whole of a key.
func unquoted(key string) string {
	if n := len(key); n >= 2 && (key[0] == '"' || key[0] == '\'') && key[n-1] == key[0] {
		return key[1 : n-1]
	}
	return key
}
