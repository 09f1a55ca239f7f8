package builtin

import (
	"math"
	"strings"

	"gpipe/internal/interp"
)

// facts answers a test expression's questions about the world.
type facts interface {
	file(op byte, path string) bool
	newer(a, b string) bool
	same(a, b string) bool
	terminal(fd string) (bool, error)
	variable(name string) bool
	reference(name string) bool
	option(name string) bool
}

// testError says what is wrong with an expression.
type testError struct{ operand, why string }

func (e *testError) Error() string {
	if e.operand == "" {
		return e.why
	}
	return interp.Quote(e.operand) + ": " + e.why
}

// maxParens bounds the nesting of parentheses.
const maxParens = 10000

// tester evaluates the expression args, of which it is at pos.
type tester struct {
	facts facts
	args  []string
	pos   int
	depth int
	loose bool // "!" and "(" before a binary operator are its operand
}

// eval goes by the number of arguments first, as POSIX has it; what these
// rules leave open is read as an expression with precedences.
//
//  1. No argument is false.
//  2. One argument is true if it is not empty, even if it looks like a primary.
//  3. Two: "!" inverts one argument, else it must be a unary primary.
//  4. Three: a binary primary in the middle, also -a and -o; else "!" inverts
//     two arguments; else one argument in parentheses.
//  5. Four: "!" inverts three; else two arguments in parentheses.
func (t *tester) eval(args []string) (bool, error) {
	switch len(args) {
	case 0:
		return false, nil
	case 1:
		return args[0] != "", nil
	case 2:
		return t.evalTwo(args)
	case 3:
		return t.evalThree(args)
	case 4:
		if args[0] == "!" {
			ok, err := t.evalThree(args[1:])
			return !ok, err
		}
		if args[0] == "(" && args[3] == ")" {
			return t.evalTwo(args[1:3])
		}
	}
	return t.evalAll(args)
}

func (t *tester) evalTwo(args []string) (bool, error) {
	if args[0] == "!" {
		return args[1] == "", nil
	}
	if !isUnary(args[0]) {
		return false, &testError{args[0], "not a unary operator"}
	}
	return t.unary(args[0][1], args[1])
}

func (t *tester) evalThree(args []string) (bool, error) {
	a, op, b := args[0], args[1], args[2]
	switch {
	case isBinary(op):
		return t.binary(a, op, b)
	case op == "-a":
		return a != "" && b != "", nil
	case op == "-o":
		return a != "" || b != "", nil
	case a == "!":
		ok, err := t.evalTwo(args[1:])
		return !ok, err
	case a == "(" && b == ")":
		return op != "", nil
	}
	return false, &testError{op, "not a binary operator"}
}

// evalAll reads all of args as one expression. One that is none as it stands
// may be one with operands that look like "!" and "(".
func (t *tester) evalAll(args []string) (bool, error) {
	ok, err := t.read(args, false)
	if err == nil {
		return ok, nil
	}
	if ok, err := t.read(args, true); err == nil {
		return ok, nil
	}
	return false, err
}

func (t *tester) read(args []string, loose bool) (bool, error) {
	t.args, t.pos, t.depth, t.loose = args, 0, 0, loose
	ok, err := t.or()
	if err == nil && t.pos < len(args) {
		err = &testError{args[t.pos], "unexpected argument"}
	}
	return ok, err
}

// or is a list of terms joined by -o. All of them are evaluated: a wrong
// operand is an error wherever it stands.
func (t *tester) or() (bool, error) {
	result, err := t.and()
	for err == nil && t.at("-o") {
		t.pos++
		var ok bool
		ok, err = t.and()
		result = result || ok
	}
	return result, err
}

func (t *tester) and() (bool, error) {
	result, err := t.not()
	for err == nil && t.at("-a") {
		t.pos++
		var ok bool
		ok, err = t.not()
		result = result && ok
	}
	return result, err
}

func (t *tester) at(s string) bool { return t.pos < len(t.args) && t.args[t.pos] == s }

// binaryNext tells whether a binary operator stands between the argument at
// pos and another one.
func (t *tester) binaryNext() bool {
	return t.pos+2 < len(t.args) && isBinary(t.args[t.pos+1])
}

func (t *tester) not() (bool, error) {
	invert := false
	for t.at("!") && !(t.loose && t.binaryNext()) {
		invert = !invert
		t.pos++
	}
	ok, err := t.primary()
	return ok != invert, err
}

func (t *tester) primary() (bool, error) {
	if t.pos >= len(t.args) {
		return false, &testError{"", "argument expected"}
	}
	arg := t.args[t.pos]
	switch {
	case arg == "(" && !t.loose:
		return t.parens()
	case t.binaryNext():
		t.pos += 3
		return t.binary(arg, t.args[t.pos-2], t.args[t.pos-1])
	case arg == "(":
		return t.parens()
	case t.pos+1 < len(t.args) && isUnary(arg):
		t.pos += 2
		return t.unary(arg[1], t.args[t.pos-1])
	}
	t.pos++
	return arg != "", nil
}

func (t *tester) parens() (bool, error) {
	if t.depth++; t.depth > maxParens {
		return false, &testError{"", "nested too deeply"}
	}
	t.pos++
	ok, err := t.or()
	t.depth--
	if err == nil && !t.at(")") {
		err = &testError{"", "missing )"}
	}
	t.pos++
	return ok, err
}

func isUnary(op string) bool {
	return len(op) == 2 && op[0] == '-' && strings.IndexByte("abcdefghkLnNoOGprRsStuvwxz", op[1]) >= 0
}

func isBinary(op string) bool {
	switch op {
	case "=", "==", "!=", "<", ">",
		"-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef":
		return true
	}
	return false
}

func (t *tester) unary(op byte, arg string) (bool, error) {
	switch op {
	case 'n':
		return arg != "", nil
	case 'z':
		return arg == "", nil
	case 't':
		return t.facts.terminal(arg)
	case 'v':
		return t.facts.variable(arg), nil
	case 'R':
		return t.facts.reference(arg), nil
	case 'o':
		return t.facts.option(arg), nil
	}
	return arg != "" && t.facts.file(op, arg), nil
}

func (t *tester) binary(a, op, b string) (bool, error) {
	switch op {
	case "=", "==":
		return a == b, nil
	case "!=":
		return a != b, nil
	case "<":
		return a < b, nil
	case ">":
		return a > b, nil
	case "-nt":
		return t.facts.newer(a, b), nil
	case "-ot":
		return t.facts.newer(b, a), nil
	case "-ef":
		return t.facts.same(a, b), nil
	}
	x, err := testNumber(a)
	if err != nil {
		return false, err
	}
	y, err := testNumber(b)
	if err != nil {
		return false, err
	}
	switch op {
	case "-eq":
		return x == y, nil
	case "-ne":
		return x != y, nil
	case "-lt":
		return x < y, nil
	case "-le":
		return x <= y, nil
	case "-gt":
		return x > y, nil
	}
	return x >= y, nil
}

// shortNumber reads a number of digits only that is surely in range.
func shortNumber(s string) (n int64, ok bool) {
	for i := 0; i < len(s); i++ {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int64(d)
	}
	return n, s != "" && len(s) <= 18
}

// testNumber reads a decimal integer with an optional sign and blanks around
// it. It is a number only, never an expression.
func testNumber(s string) (int64, error) {
	if n, ok := shortNumber(s); ok {
		return n, nil
	}
	i, end := 0, len(s)
	for i < end && isSpace(s[i]) {
		i++
	}
	for end > i && isSpace(s[end-1]) {
		end--
	}
	neg := i < end && s[i] == '-'
	if neg || i < end && s[i] == '+' {
		i++
	}
	if i == end {
		return 0, &testError{s, "not an integer"}
	}
	limit := uint64(math.MaxInt64)
	if neg {
		limit++
	}
	var n uint64
	for ; i < end; i++ {
		d := uint64(s[i] - '0')
		if d > 9 {
			return 0, &testError{s, "not an integer"}
		}
		if n > (limit-d)/10 {
			return 0, &testError{s, outOfRange}
		}
		n = n*10 + d
	}
	if neg {
		return -int64(n), nil
	}
	return int64(n), nil
}
