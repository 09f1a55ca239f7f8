// Package arith evaluates the shell's arithmetic expressions (XCU 2.6.4):
// 64-bit signed integers with all operators of C but sizeof, and bash's **
// and base#number.
//
// An expression is compiled once, from text or from the parser's tree, to a
// short program for an accumulator machine; an Expr is immutable and may be
// evaluated by any number of goroutines at once, each with its own Env.
//
// What a variable holds is a number, or an expression made of numbers, names
// and operators that change nothing: a value can neither assign to a variable
// nor run a command, wherever it comes from.
package arith

import (
	"gpipe/internal/vars"
)

// Operand is a part of an expression that is known only when it is evaluated:
// an expansion such as $x or $(cmd). Its text takes its place before the
// expression is parsed, as the standard wants it: x='1+2'; $(($x*3)) is 7.
type Operand interface {
	// Text expands the operand. Each operand of an expression is expanded
	// once, from left to right, before anything is evaluated.
	Text(e *Env) (string, error)
}

// Expr is a compiled expression.
type Expr struct {
	program
	// source is the text, with places for the operands.
	source source
	// operandsOnlyRead says that the text of no operand may assign anything.
	operandsOnlyRead bool
	operands         []operandValue
	// err is why the expression cannot be evaluated.
	err error
}

// operand is an Operand of an expression.
type operandValue struct {
	Operand
	array vars.Slot // in whose subscript it stands, or vars.NoSlot
	// assigns says that the program itself assigns in the word, as in $name+=1.
	assigns bool
}

// strictly tells whether the text of the operand may assign nothing.
func (x *Expr) strictly(o *operandValue) bool {
	return !o.assigns && (x.operandsOnlyRead || o.array != vars.NoSlot)
}

// Strict makes x, which has just been compiled, one in which operands change
// nothing: what is an index or a length. Those of a subscript never do. Of any
// other expression their text is a part, with all that it does.
func (x *Expr) Strict() { x.operandsOnlyRead = true }

// Env is what expressions are evaluated in: one for each shell. Its first
// fields are for the owner to set. A copy of an Env is independent of it.
type Env struct {
	Vars *vars.Vars
	// NoUnset makes the use of an unset variable an error (set -u).
	NoUnset bool
	// State is for the operands: this package does not look at it.
	State any

	// self finds out copies: what follows must not be shared.
	self   *Env
	values []value   // of the operands of all expressions under way
	base   int       // where those of the current one begin
	refs   []element // elements that are about to be assigned
	depth  int       // of values that are expressions themselves
	spent  int       // how many of these were evaluated
	digits []byte    // free memory for Format
	parsed cache     // texts put together from operands
	inner  cache     // values that are expressions
}

// own makes what e keeps for itself its own again after it was copied.
func (e *Env) own() {
	if e.self != e {
		*e = Env{Vars: e.Vars, NoUnset: e.NoUnset, State: e.State, self: e}
	}
}

// Const gives the value of an expression that is just a number.
func (x *Expr) Const() (int64, bool) {
	if x.err == nil && len(x.code) == 1 && x.code[0] == (instruction{mode: constant, number: x.code[0].number}) {
		return x.code[0].number, true
	}
	return 0, false
}

// Eval evaluates the expression. The error is an *Error, an error of vars for
// an assignment that failed, or that of an operand, unchanged.
func (x *Expr) Eval(e *Env) (int64, error) {
	e.own()
	if x.err != nil {
		return 0, x.err
	}
	if len(x.operands) > 0 {
		return x.evalOperands(e)
	}
	n, err := x.run(e)
	if err != nil {
		return 0, x.failed(e, err)
	}
	return n, nil
}

// evalOperands expands the operands. Numbers and names among them are used as
// they are, which is the same as parsing them; if there is anything else the
// whole text is parsed anew.
func (x *Expr) evalOperands(e *Env) (int64, error) {
	base := len(e.values)
	n, err := x.evalWith(e, base)
	clear(e.values[base:])
	e.values = e.values[:base]
	return n, err
}

func (x *Expr) evalWith(e *Env, base int) (int64, error) {
	parsed := true
	for i := range x.operands {
		text, err := x.operands[i].Text(e)
		if err != nil {
			return 0, err
		}
		o := &x.operands[i]
		if e.isKey(o.array) {
			e.values = append(e.values, value{text: text})
			continue
		}
		v := e.classify(text)
		e.values = append(e.values, v)
		if v.kind == otherText {
			if x.strictly(o) && changes(text) {
				return 0, &Error{Operand: text, Err: ErrSideEffect}
			}
			parsed = false
		}
	}
	outer := e.base
	e.base = base
	var n int64
	var err error
	if !parsed {
		n, err = x.evalText(e)
	} else if n, err = x.run(e); err != nil {
		err = x.failed(e, err)
	}
	e.base = outer
	return n, err
}

// isKey tells whether what stands in a subscript of the variable in s is the
// key of an associative array: any text will do.
func (e *Env) isKey(s vars.Slot) bool {
	return s != vars.NoSlot && e.Vars.Attrs(e.target(s))&vars.Assoc != 0
}

// evalText evaluates the text that the operands make of the expression.
func (x *Expr) evalText(e *Env) (int64, error) {
	text := x.source.text(e)
	y, err := e.parsed.parse(text, e.Vars.Names(), false)
	if err != nil {
		return 0, err
	}
	return y.Eval(e)
}

// failed gives an error without an operand the whole expression for one.
func (x *Expr) failed(e *Env, err error) error {
	if c, ok := err.(Cause); ok {
		return &Error{Operand: x.source.text(e), Err: c}
	}
	return err
}
