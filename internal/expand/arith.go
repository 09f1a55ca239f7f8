package expand

import (
	"gpipe/internal/arith"

	"mvdan.cc/sh/v3/syntax"
)

// Arith compiles an arithmetic expression. One that is no expression is an
// error when it is evaluated, as it would be in the shells that read it then.
func (c *Compiler) compileArith(x syntax.ArithmExpr) (*arith.Expr, error) {
	e, err := arith.Compile(x, c.Names, nil)
	if err != nil {
		return nil, arithError(err)
	}
	return e, nil
}

// arithError makes an error of arithmetic one of an expansion.
func arithError(err error) error { return &Error{Err: err} }

// Arith evaluates an expression.
func (st *State) Arith(x *arith.Expr) (int64, error) {
	return x.Eval(st.Vars)
}

// arithPart is $((expression)).
type arithPart struct {
	expr   *arith.Expr
	quoted bool
}

func (c *Compiler) arithPart(x syntax.ArithmExpr, quoted bool) part {
	e, err := c.compileArith(x)
	if err != nil {
		return failure{err}
	}
	return &arithPart{e, quoted}
}

func (x *arithPart) run(st *State) error {
	n, err := st.Arith(x.expr)
	if err != nil {
		return err
	}
	st.emit(itoa(n), x.quoted)
	return nil
}
func (x *arithPart) impure() bool { return true }
