package arith

import (
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// Compile compiles an expression of the parser's tree; nil stands for an
// empty one, which is 0. A word made of literals only is a number or a name.
// For any other word hole is called, in the order of the source, and supplies
// the operand; Compile fails only if hole does. What is wrong with the
// expression itself is reported when it is evaluated.
func Compile(x syntax.ArithmExpr, names *vars.Names, hole func(*syntax.Word) (Operand, error)) (*Expr, error) {
	c := compiler{emitter: emitter{names: names}, tree: new(tree)}
	if x == nil {
		c.constant(0)
		return &Expr{program: c.program}, nil
	}
	if err := c.collect(x, names, hole); err != nil {
		return nil, err
	}
	if c.err == nil {
		c.expression(x)
	}
	e := &Expr{program: c.program, operands: c.operands}
	if c.err == nil || c.err.Err != ErrDepth {
		e.source = c.sourceOf(x)
	}
	if c.err != nil {
		if c.err.Operand == "" && len(c.operands) == 0 {
			c.err.Operand = e.source.text(nil)
		}
		e.err = c.err
	}
	return e, nil
}

// compiler walks the tree. Its methods tell whether they succeeded; if not,
// err is set.
type compiler struct {
	emitter
	*tree
}

// tree is what the compilers of subscripts have in common with that of the
// whole expression.
type tree struct {
	operands []operandValue
	// holes are the numbers of the words that are operands.
	holes map[*syntax.Word]int
	depth int
	err   *Error
}

func (c *compiler) fail(operand string, cause Cause) bool {
	c.err = &Error{Operand: operand, Err: cause}
	return false
}

// expression compiles a binary expression without recursion on its left side,
// which is as deep as the expression is long.
func (c *compiler) expression(x syntax.ArithmExpr) bool {
	if c.depth++; c.depth > maxDepth {
		return c.fail("", ErrDepth)
	}
	base, ops := spine(x)
	ok := c.operand(base)
	for i := len(ops) - 1; i >= 0 && ok; i-- {
		ok = c.infix(ops[i])
	}
	c.depth--
	return ok
}

// spine gives the leftmost operand and the operators to the right of it, the
// last to be applied first. An assignment is an operand.
func spine(x syntax.ArithmExpr) (base syntax.ArithmExpr, ops []*syntax.BinaryArithm) {
	for {
		b, ok := x.(*syntax.BinaryArithm)
		if !ok || isAssignment(b.Op) {
			return x, ops
		}
		ops = append(ops, b)
		x = b.X
	}
}

func isAssignment(op syntax.BinAritOperator) bool {
	_, ok := assignOperator(op.String())
	return ok
}

// infix compiles an operator and its right side; the left one is done.
func (c *compiler) infix(b *syntax.BinaryArithm) bool {
	right := func() bool { return c.expression(b.Y) }
	switch b.Op {
	case syntax.Comma:
		return right()
	case syntax.AndArit:
		return c.logical(opAndJump, right)
	case syntax.OrArit:
		return c.logical(opOrJump, right)
	case syntax.TernQuest:
		if y, ok := b.Y.(*syntax.BinaryArithm); ok && y.Op == syntax.TernColon {
			return c.condition(
				func() bool { return c.expression(y.X) },
				func() bool { return c.expression(y.Y) })
		}
		return c.fail(b.Op.String(), ErrColon)
	}
	op, ok := infixOperator(b.Op)
	if !ok {
		return c.fail(b.Op.String(), ErrOperator)
	}
	mark := c.begin()
	if !right() {
		return false
	}
	c.binary(op, mark)
	return true
}

func infixOperator(op syntax.BinAritOperator) (opcode, bool) {
	switch op {
	case syntax.Add:
		return opAdd, true
	case syntax.Sub:
		return opSub, true
	}
	code, _, ok := binaryOperator(op.String())
	return code, ok
}

func (c *compiler) operand(x syntax.ArithmExpr) bool {
	switch x := x.(type) {
	case *syntax.Word:
		return c.word(x)
	case *syntax.ParenArithm:
		return c.expression(x.X)
	case *syntax.UnaryArithm:
		return c.sign(x)
	case *syntax.BinaryArithm:
		t, ok := c.target(x.X)
		if !ok {
			return false
		}
		op, _ := assignOperator(x.Op.String())
		return c.assign(t, op, func() bool { return c.expression(x.Y) })
	}
	return c.fail("", ErrOperand)
}

func (c *compiler) sign(u *syntax.UnaryArithm) bool {
	op := opLoad
	switch u.Op {
	case syntax.Inc:
		return c.step(u, 1)
	case syntax.Dec:
		return c.step(u, -1)
	case syntax.Minus:
		op = opNeg
	case syntax.Not:
		op = opNot
	case syntax.BitNegation:
		op = opInvert
	}
	mark := len(c.code)
	if !c.expression(u.X) {
		return false
	}
	if op != opLoad {
		c.unary(op, mark)
	}
	return true
}

// step is ++ or --; before a number these are two signs.
func (c *compiler) step(u *syntax.UnaryArithm, by int64) bool {
	if w, ok := u.X.(*syntax.Word); ok && !u.Post && !isTarget(w) {
		return c.expression(u.X)
	}
	t, ok := c.target(u.X)
	if ok {
		c.increment(t, by, u.Post)
	}
	return ok
}

// sourceOf gives the text of x, after it was compiled.
func (c *compiler) sourceOf(x syntax.ArithmExpr) source {
	w := sourceWriter{holes: c.holes}
	w.expression(x)
	return w.done()
}
