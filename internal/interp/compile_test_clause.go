package interp

import (
	"errors"
	"strconv"

	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// cond is a compiled expression of [[ ]].
type cond func(sh *Shell) (bool, error)

// testClause is [[ expression ]]: status 0, 1, or 2 after an error.
func (c *compiler) testClause(n *syntax.TestClause) run {
	x := c.cond(n.X)
	line, at := c.line(n.Pos()), c.origin(n)
	return func(sh *Shell) Flow {
		sh.line, sh.at = line, &at
		if sh.opts&option.DebugTrap != 0 {
			if f := sh.debug(line, &at); f != Next {
				return sh.leftOut(f)
			}
		}
		ok, err := x(sh)
		sh.piped = false
		switch {
		case err != nil:
			var xe *expand.Error
			var operand *operandError
			if errors.As(err, &operand) {
				return sh.commandError(operand.error)
			}
			if errors.As(err, &xe) {
				return sh.expansionError(err)
			}
			sh.fail(err, 2)
		case ok:
			sh.status = 0
		default:
			sh.status = 1
		}
		return sh.errExit(&at)
	}
}

// testTerm is an operand of && and || in [[ ]].
type testTerm struct {
	x    syntax.TestExpr
	not  bool
	join syntax.BinTestOperator // what stands before it
}

// testTerms appends the terms of x in their order. The parser knows no
// precedence: to it, ! and && and || apply to all that follows.
func testTerms(list []testTerm, x syntax.TestExpr, join syntax.BinTestOperator) []testTerm {
	switch x := x.(type) {
	case *syntax.BinaryTest:
		if x.Op == syntax.AndTest || x.Op == syntax.OrTest {
			return testTerms(testTerms(list, x.X, join), x.Y, x.Op)
		}
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			first := len(list)
			list = testTerms(list, x.X, join)
			list[first].not = !list[first].not
			return list
		}
	}
	return append(list, testTerm{x: x, join: join})
}

// cond compiles an expression: && binds its terms closer than ||.
func (c *compiler) cond(x syntax.TestExpr) cond {
	var all, either cond // the terms since the last ||, what stands before it
	for i, t := range testTerms(nil, x, syntax.OrTest) {
		term := c.term(t)
		switch {
		case i == 0:
			all = term
		case t.join == syntax.AndTest:
			all = shortCircuit(all, term, true)
		default:
			either, all = anyOf(either, all), term
		}
	}
	return anyOf(either, all)
}

// anyOf is a || b, where a may be nil.
func anyOf(a, b cond) cond {
	if a == nil {
		return b
	}
	return shortCircuit(a, b, false)
}

func (c *compiler) term(t testTerm) cond {
	x := c.primary(t.x, t.not)
	if !t.not {
		return x
	}
	return func(sh *Shell) (bool, error) {
		ok, err := x(sh)
		return !ok, err
	}
}

// primary compiles a primary; not says that it is denied, which is only for set -x.
func (c *compiler) primary(x syntax.TestExpr, not bool) cond {
	switch x := x.(type) {
	case *syntax.ParenTest:
		return c.cond(x.X)
	case *syntax.UnaryTest:
		return c.unaryCond(x, not)
	case *syntax.BinaryTest:
		return c.binaryCond(x, not)
	}
	w := c.exp.String(x.(*syntax.Word))
	return func(sh *Shell) (bool, error) {
		s, err := w.String(&sh.st)
		if sh.opts&option.XTrace != 0 {
			sh.traceTest(not, "-n", s)
		}
		return s != "", err
	}
}

func (c *compiler) unaryCond(x *syntax.UnaryTest, not bool) cond {
	op := x.Op.String()
	w := c.exp.String(x.X.(*syntax.Word))
	return func(sh *Shell) (bool, error) {
		s, err := w.String(&sh.st)
		if err != nil {
			return false, err
		}
		if sh.opts&option.XTrace != 0 {
			sh.traceTest(not, op, s)
		}
		return sh.testCommand(op, s)
	}
}

// testCommand asks the test built-in: one place knows what files are.
func (sh *Shell) testCommand(args ...string) (bool, error) {
	b := sh.rt.builtins["test"]
	if b == nil {
		return false, &Error{Op: "[[", Operand: args[0], Err: errUnsupported}
	}
	status, _ := b.Run(sh, append([]string{"test"}, args...))
	if status > 1 {
		return false, &reported{&Error{Op: "[[", Operand: args[0], Err: errUnsupported}}
	}
	return status == 0, nil
}

func (c *compiler) binaryCond(x *syntax.BinaryTest, not bool) cond {
	switch x.Op {
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		return c.matchCond(x, not)
	case syntax.TsReMatch:
		return c.regexpCond(x, not)
	}
	op := x.Op.String()
	a, b := c.exp.String(x.X.(*syntax.Word)), c.exp.String(x.Y.(*syntax.Word))
	return func(sh *Shell) (bool, error) {
		l, err := a.String(&sh.st)
		if err != nil {
			return false, err
		}
		r, err := b.String(&sh.st)
		if err != nil {
			return false, err
		}
		if sh.opts&option.XTrace != 0 {
			sh.traceTest(not, l, op, r)
		}
		switch x.Op {
		case syntax.TsBefore:
			return l < r, nil
		case syntax.TsAfter:
			return l > r, nil
		case syntax.TsNewer, syntax.TsOlder, syntax.TsDevIno:
			return sh.testCommand(l, op, r)
		}
		return sh.compare(x.Op, l, r)
	}
}

func shortCircuit(a, b cond, and bool) cond {
	return func(sh *Shell) (bool, error) {
		ok, err := a(sh)
		if err != nil || ok != and {
			return ok, err
		}
		return b(sh)
	}
}

// compare is -eq and the like: both sides are arithmetic, whose values never
// run or assign anything.
func (sh *Shell) compare(op syntax.BinTestOperator, l, r string) (bool, error) {
	a, err := sh.number(l)
	if err != nil {
		return false, err
	}
	b, err := sh.number(r)
	if err != nil {
		return false, err
	}
	switch op {
	case syntax.TsEql:
		return a == b, nil
	case syntax.TsNeq:
		return a != b, nil
	case syntax.TsLeq:
		return a <= b, nil
	case syntax.TsGeq:
		return a >= b, nil
	case syntax.TsLss:
		return a < b, nil
	}
	return a > b, nil
}

func (sh *Shell) number(text string) (int64, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && text[0] != '0' {
		return n, nil
	}
	n, err := sh.Arith(text)
	if err != nil {
		err = &operandError{err}
	}
	return n, err
}

// operandError is a value that is no number.
type operandError struct{ error }

// matchCond is == and !=: the right side is a pattern, always an extended one.
func (c *compiler) matchCond(x *syntax.BinaryTest, not bool) cond {
	a, p := c.exp.String(x.X.(*syntax.Word)), c.exp.ExtendedPattern(x.Y.(*syntax.Word))
	want, op := x.Op != syntax.TsNoMatch, x.Op.String()
	return func(sh *Shell) (bool, error) {
		s, err := a.String(&sh.st)
		if err != nil {
			return false, err
		}
		if sh.opts&option.XTrace != 0 {
			text, _ := p.Escaped(&sh.st)
			sh.traceTest(not, s, op, text)
		}
		ok, err := p.Match(&sh.st, s)
		return ok == want, err
	}
}

// regexpCond is =~. What matched, and what each group did, become the elements
// of BASH_REMATCH.
func (c *compiler) regexpCond(x *syntax.BinaryTest, not bool) cond {
	a, e := c.exp.String(x.X.(*syntax.Word)), c.exp.Regexp(x.Y.(*syntax.Word))
	return func(sh *Shell) (bool, error) {
		s, err := a.String(&sh.st)
		if err != nil {
			return false, err
		}
		re, err := e.Regexp(&sh.st)
		if err != nil {
			return false, regexpError(err)
		}
		if sh.opts&option.XTrace != 0 {
			sh.traceTest(not, s, "=~", re.String())
		}
		var buf [20]int
		loc, ok, err := re.Match(s, buf[:0])
		if err != nil {
			return false, &Error{Op: "[[", Operand: re.String(), Err: err}
		}
		var parts []string
		if ok {
			parts = make([]string, 0, len(loc)/2)
		}
		for i := 0; i < len(loc); i += 2 {
			parts = append(parts, s[max(loc[i], 0):max(loc[i+1], 0)])
		}
		return ok, sh.st.Vars.SetArray(vars.BASH_REMATCH, parts)
	}
}

// regexpError is an expression that cannot be compiled.
func regexpError(err error) error {
	var re *expand.RegexpError
	if errors.As(err, &re) {
		return &Error{Op: "[[", Operand: re.Text, Err: invalidRegexp{re.Err}}
	}
	return err
}

// invalidRegexp is why an expression is none.
type invalidRegexp struct{ error }

func (e invalidRegexp) Error() string { return "invalid regular expression: " + e.error.Error() }
