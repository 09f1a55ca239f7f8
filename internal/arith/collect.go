package arith

import (
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// collector finds the words that are operands.
type collector struct {
	*tree
	names *vars.Names
	hole  func(*syntax.Word) (Operand, error)
}

// collect numbers the operands of x in the order of the source. An expression
// that is too deep is found out here; the error is that of hole.
func (t *tree) collect(x syntax.ArithmExpr, names *vars.Names, hole func(*syntax.Word) (Operand, error)) error {
	c := collector{tree: t, names: names, hole: hole}
	return c.expression(x, vars.NoSlot)
}

// expression looks through x, which stands in a subscript of array.
func (c *collector) expression(x syntax.ArithmExpr, array vars.Slot) error {
	if c.depth++; c.depth > maxDepth {
		c.err = &Error{Err: ErrDepth}
		return nil
	}
	base, ops := spine(x)
	err := c.operand(base, array)
	for i := len(ops) - 1; i >= 0 && err == nil && c.err == nil; i-- {
		err = c.expression(ops[i].Y, array)
	}
	c.depth--
	return err
}

func (c *collector) operand(x syntax.ArithmExpr, array vars.Slot) error {
	switch x := x.(type) {
	case *syntax.Word:
		return c.word(x, array)
	case *syntax.ParenArithm:
		return c.expression(x.X, array)
	case *syntax.UnaryArithm:
		return c.expression(x.X, array)
	case *syntax.BinaryArithm: // an assignment
		if err := c.expression(x.X, array); err != nil || c.err != nil {
			return err
		}
		return c.expression(x.Y, array)
	}
	return nil
}

func (c *collector) word(w *syntax.Word, array vars.Slot) error {
	if p := elementOf(w); p != nil {
		return c.expression(p.Index, slot(c.names, p.Param.Value))
	}
	if _, ok := literalWord(w); ok {
		return nil
	}
	op, err := c.hole(w)
	if err != nil {
		return err
	}
	if c.holes == nil {
		c.holes = make(map[*syntax.Word]int)
	}
	c.holes[w] = len(c.operands)
	c.operands = append(c.operands, operandValue{op, array, changes(writtenText(w.Parts))})
	return nil
}
