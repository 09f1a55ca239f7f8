package arith

import (
	"errors"
	"strings"
	"testing"

	"gpipe/internal/vars"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"
)

// operandCases have expansions in them; those that the parser's tree cannot
// hold are left to the shell to expand, and to Parse.
var operandCases = []exprCase{
	{text: "$a+1", n: 4},
	{text: `"$a"+1`, n: 4, except: dash("has no quotes in expressions")},
	{text: "${a}*$b", n: 6},
	{text: "$sum*3", n: 7},
	{text: "3*$sum", n: 5},
	{text: "($sum)*3", n: 9},
	{text: "-$sum", n: 1},
	{text: "$name+1", n: 4},
	{text: "$name*$sum", n: 5},
	{text: "$minus", n: -5},
	{text: "-$minus", n: 5},
	{text: "3-$minus", n: 8},
	{text: "a-$minus", n: 8, except: bash(noSplit)},
	{text: "a - $minus", n: 8},
	{text: "$minus**2", n: 25, except: dash(noPower)},
	{text: "$e+1", n: 1},
	{text: "1+$e", err: ErrOperand},
	{text: "$e", n: 0, except: dash(noEmpty)},
	{text: "$ws*2", n: 14},
	{text: "$hex", n: 16},
	{text: "0x$b", n: 2},
	{text: "$a$b", n: 32},
	{text: "1$b+1", n: 13},
	{text: "16#$a", n: 3, except: dash(noBase)},
	{text: "$bad", err: ErrOctal},
	{text: "$q", err: ErrOperator},
	{text: "$half", err: ErrOperand},
	{text: "$half 1", n: 3},
	{text: "a $op b", n: 5},
	{text: "a$op$op b", n: 5, except: bash(noSplit)},
	{text: "$rec", n: 3},
	{text: "$expr", n: 4},
	{text: "$set", n: 4, a: "4"},
	{text: "0 && $set", err: ErrNotVariable},
	{text: "0 ? $a : $b", n: 2},
	{text: "a = $a + $b", n: 5, a: "5"},
	{text: "a += $sum", n: 6, a: "6"},
	{text: "arr[$a-1]", n: 30, except: dash(noArray)},
	{text: "arr[$sum-1]", n: 30, except: dash(noArray)},
	{text: "arr[$name-2]", n: 20, except: dash(noArray)},
	{text: "arr[$b]++", n: 30, except: dash(noArray)},
	{text: "h[$key]", n: 6, except: dash(noArray)},
	{text: "h[foo-$key]", n: 0, except: dash(noArray)},
	{text: "h[$key]+$sum", n: 9, except: dash(noArray)},
	{text: "h[$key]=$a", n: 3, except: dash(noArray)},
	{text: "arr[h[$key]-5]", n: 20, except: both(noArray, "knows no key with a blank there")},
	{text: "$cmd", err: ErrOperand},
	{text: "$a/0", err: ErrDivision},
}

func TestOperands(t *testing.T) {
	t.Parallel()
	for _, c := range operandCases {
		tree, ok := parseTree(c.text)
		if !ok {
			continue
		}
		c.check(t, evalTree(t, tree))
	}
}

// TestOperandsAsText checks that what the shell would expand by itself gives
// the same.
func TestOperandsAsText(t *testing.T) {
	t.Parallel()
	for _, c := range operandCases {
		if strings.Contains(c.text, "h[") || strings.Contains(c.text, "a-$minus") {
			continue // a key, or ++ and -- that only come about in the text
		}
		text := expandText(t, c.text)
		got := evalText(t, text)
		if n, a, b := c.want(); got.N != n || got.A != a || got.B != b || (c.err == "") != (got.Err == "") {
			t.Errorf("%q as %q = %d with a=%s b=%s, %s, want %d", c.text, text, got.N, got.A, got.B, got.Err, n)
		}
	}
}

// expandText replaces $name and ${name}, and removes quotes.
func expandText(t *testing.T, text string) string {
	e := newEnv(t)
	text = strings.ReplaceAll(text, `"`, "")
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' {
			b.WriteByte(text[i])
			continue
		}
		i++
		braced := text[i] == '{'
		if braced {
			i++
		}
		start := i
		for i < len(text) && isNamePart(text[i]) {
			i++
		}
		s, _ := e.Vars.Get(e.Vars.Names().Slot(text[start:i]))
		b.WriteString(s)
		if !braced {
			i--
		}
	}
	return b.String()
}

// countingOperand counts its expansions.
type countingOperand struct {
	text string
	err  error
	log  *[]string
}

func (o countingOperand) Text(*Env) (string, error) {
	*o.log = append(*o.log, o.text)
	return o.text, o.err
}

// compileWith compiles an expression whose operands are the given ones, in
// order.
func compileWith(t *testing.T, text string, names *vars.Names, ops ...Operand) *Expr {
	t.Helper()
	tree, ok := parseTree(text)
	if !ok {
		t.Fatalf("%q does not parse", text)
	}
	x, err := Compile(tree, names, func(*syntax.Word) (Operand, error) {
		op := ops[0]
		ops = ops[1:]
		return op, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestOperandsExpandOnce(t *testing.T) {
	t.Parallel()
	var log []string
	op := func(s string) Operand { return countingOperand{text: s, log: &log} }
	e := newEnv(t)
	x := compileWith(t, "0 && $(w) || h[$(x)] + arr[$(y)] + $(z)", e.Vars.Names(), op("1"), op("k"), op("1"), op("2"))
	n, err := x.Eval(e)
	if n != 1 || err != nil {
		t.Errorf("= %d, %v, want 1", n, err)
	}
	if diff := cmp.Diff([]string{"1", "k", "1", "2"}, log); diff != "" {
		t.Errorf("expanded (-want +got):\n%s", diff)
	}
}

func TestOperandFails(t *testing.T) {
	t.Parallel()
	var log []string
	e := newEnv(t)
	bad := errors.New("bad")
	x := compileWith(t, "a=1+$(x)", e.Vars.Names(), countingOperand{text: "1", err: bad, log: &log})
	if _, err := x.Eval(e); err != bad {
		t.Errorf("error %v, want %v", err, bad)
	}
	if len(e.values) != 0 {
		t.Errorf("%d values left", len(e.values))
	}
	_, err := Compile(mustTree(t, "1+$(x)"), e.Vars.Names(), func(*syntax.Word) (Operand, error) { return nil, bad })
	if err != bad {
		t.Errorf("Compile: error %v, want %v", err, bad)
	}
}

func mustTree(t testing.TB, text string) syntax.ArithmExpr {
	t.Helper()
	tree, ok := parseTree(text)
	if !ok {
		t.Fatalf("%q does not parse", text)
	}
	return tree
}

// nestedOperand evaluates another expression in the same environment while
// it is expanded.
type nestedOperand struct{ inner *Expr }

func (o nestedOperand) Text(e *Env) (string, error) {
	n, err := o.inner.Eval(e)
	return e.Format(n), err
}

func TestOperandsNest(t *testing.T) {
	t.Parallel()
	var log []string
	op := func(s string) Operand { return countingOperand{text: s, log: &log} }
	e := newEnv(t)
	inner := compileWith(t, "$(x)*$(y)", e.Vars.Names(), op("2+1"), op("5"))
	x := compileWith(t, "$(x)-$(y)-$(z)", e.Vars.Names(), op("100"), nestedOperand{inner}, op("3"))
	if n, err := x.Eval(e); n != 90 || err != nil {
		t.Errorf("= %d, %v, want 90", n, err)
	}
}

func TestSource(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"1+2", "1 + 2", "a=b , c", "x ? y:z", "-  a", "(a) *b", "a++ + --b",
		"h[a-b]+1", "a<<=2", "!a&&~b", "arr[i] = 3",
	} {
		e := newEnv(t)
		x, err := Compile(mustTree(t, text), e.Vars.Names(), newOperand)
		if err != nil {
			t.Fatal(err)
		}
		if got := x.source.text(e); got != text {
			t.Errorf("source of %q is %q", text, got)
		}
	}
}

// TestChanges: what an operand of a subscript may not have.
func TestChanges(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "1": false, "a+b": false, "a==b": false, "a<=b": false, "a!=b": false, "1--1": false, "1 - -a": false,
		"a=1": true, "a += 1": true, "a<<=1": true, "a++": true, "a ++": true, "--a": true, "-- a": true,
		"a[b=5]": true, "a[1]++": true, "1+(b=5)": true, "b=5)+(": true,
	} {
		if got := changes(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
