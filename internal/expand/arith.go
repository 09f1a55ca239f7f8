package expand

import (
	"gpipe/internal/arith"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// Arith compiles an arithmetic expression; nil is an empty one. One that is no
// expression fails when it is evaluated.
func (c *Compiler) Arith(x syntax.ArithmExpr) (*arith.Expr, error) {
	return arith.Compile(x, c.Names, func(w *syntax.Word) (arith.Operand, error) {
		parts := c.parts(w.Parts, context{})
		if len(parts) == 1 {
			if x, _, ok := asScalar(parts[0]); ok {
				return arithScalar{x}, nil
			}
		}
		return arithWord(parts), nil
	})
}

// index is Arith for what is an index or a length: a value in it is a number
// or an expression that changes nothing.
func (c *Compiler) index(x syntax.ArithmExpr) (*arith.Expr, error) {
	e, err := c.Arith(x)
	if err == nil {
		e.Strict()
	}
	return e, err
}

// arithScalar is an expansion in an expression that is one value.
type arithScalar struct{ scalar }

// Text implements arith.Operand.
func (x arithScalar) Text(e *arith.Env) (string, error) { return x.scalar.scalar(e.State.(*State)) }

// arithWord is an expansion in an expression.
type arithWord []part

// Text implements arith.Operand.
func (w arithWord) Text(e *arith.Env) (string, error) { return joinParts(e.State.(*State), w) }

// Arith evaluates an expression.
func (st *State) Arith(x *arith.Expr) (int64, error) {
	e := &st.env
	e.Vars, e.NoUnset, e.State = st.Vars, st.NoUnset, st
	n, err := x.Eval(e)
	if err != nil {
		return 0, arithError(err)
	}
	return n, nil
}

// arithError makes an error of arithmetic one of an expansion. What an
// expansion in the expression reported is passed on.
func arithError(err error) error {
	switch err.(type) {
	case *arith.Error, *vars.Error, *vars.ReadOnlyError:
		return &Error{Err: err}
	}
	return err
}

// arithPart is $((expression)).
type arithPart struct {
	expr   *arith.Expr
	quoted bool
}

func (c *Compiler) arithPart(x syntax.ArithmExpr, quoted bool) part {
	e, err := c.Arith(x)
	if err != nil {
		return failure{err}
	}
	return &arithPart{e, quoted}
}

func (x *arithPart) run(st *State) error { return st.emitScalar(x, x.quoted) }

func (x *arithPart) scalar(st *State) (string, error) {
	n, err := st.Arith(x.expr)
	if err != nil {
		return "", err
	}
	return st.env.Format(n), nil
}
