package arith

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"gpipe/internal/vars"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"
)

func TestErrors(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	want := map[string]string{
		"1/0":    "arithmetic: 1/0: division by zero",
		"08":     "arithmetic: 08: invalid octal number",
		"bad+1":  "arithmetic: 08: invalid octal number",
		"1 2":    "arithmetic: 1 2: operator expected at 2",
		"1+":     "arithmetic: 1+: operand expected",
		"(1":     "arithmetic: (1: missing )",
		"5#9":    "arithmetic: 5#9: invalid number",
		"asg":    "arithmetic: a=9: assignment in the value of a variable at =9",
		"ro=1":   "ro: readonly variable",
		"ro++":   "ro: readonly variable",
		"2**-1":  "arithmetic: 2**-1: negative exponent",
		"arr[@]": "arithmetic: arr[@]: bad subscript",
	}
	for text := range want {
		got[text] = evalText(t, text).Err
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestErrorsAs(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	eval := func(text string) error {
		x, err := Parse(text, e.Vars.Names())
		if err == nil {
			_, err = x.Eval(e)
		}
		return err
	}
	if err := eval("a+1/0"); !errors.Is(err, ErrDivision) {
		t.Errorf("%v is not ErrDivision", err)
	}
	var ro *vars.ReadOnlyError
	if err := eval("ro=1"); !errors.As(err, &ro) {
		t.Errorf("%v is no ReadOnlyError", err)
	}
	e.NoUnset = true
	var ae *Error
	if err := eval("1+nosuch"); !errors.As(err, &ae) || ae.Operand != "nosuch" || ae.Err != ErrUnset {
		t.Errorf("%v is not the use of an unset variable", err)
	}
	if err := eval("arr[9]"); !errors.Is(err, ErrUnset) {
		t.Errorf("%v is not the use of an unset element", err)
	}
	if err := eval("e+1"); err != nil {
		t.Errorf("an empty variable: %v", err)
	}
}

// TestS6ValueAssignsNothing: what stands in a variable changes nothing.
func TestS6ValueAssignsNothing(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"a=9", "a++", "--a", "a+=1", "arr[a=9]", "1?a=9:0", "(a=9)", "arr[0]=1"} {
		e := newEnv(t)
		names := e.Vars.Names()
		if err := e.Vars.Set(names.Slot("x"), value); err != nil {
			t.Fatal(err)
		}
		x, err := Parse("x", names)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := x.Eval(e); !errors.Is(err, ErrSideEffect) {
			t.Errorf("%q: error %v, want %v", value, err, ErrSideEffect)
		}
		if got, _ := e.Vars.Get(names.Slot("a")); got != "3" {
			t.Errorf("%q: a=%s", value, got)
		}
		if _, err := ParseValue(value, names); value != "arr[a=9]" && !errors.Is(err, ErrSideEffect) {
			t.Errorf("ParseValue(%q): error %v", value, err)
		}
	}
}

// TestDeep has expressions that nest deeper than is allowed, and others that
// are long but flat.
func TestDeep(t *testing.T) {
	t.Parallel()
	const n = 50_000
	for name, text := range map[string]string{
		"parentheses": strings.Repeat("(", n) + "1" + strings.Repeat(")", n),
		"open":        strings.Repeat("(", n),
		"signs":       strings.Repeat("- ", n) + "1",
		"double":      strings.Repeat("--", n) + "1",
		"nots":        strings.Repeat("!", n) + "1",
		"assignments": strings.Repeat("a=", n) + "1",
		"conditions":  strings.Repeat("0?1:", n) + "1",
		"powers":      strings.Repeat("1**", n) + "1",
		"nested":      strings.Repeat("1?", n) + "1" + strings.Repeat(":2", n),
		"subscripts":  strings.Repeat("arr[", n/10) + "0" + strings.Repeat("]", n/10),
	} {
		if _, err := Parse(text, vars.NewNames()); !errors.Is(err, ErrDepth) && !errors.Is(err, ErrParen) {
			t.Errorf("%s: error %.80v, want %v", name, err, ErrDepth)
		}
	}
	for name, text := range map[string]string{
		"sum":      "1" + strings.Repeat("+1", n),
		"product":  "1" + strings.Repeat("*1", n),
		"commas":   "1" + strings.Repeat(",1", n),
		"ands":     "1" + strings.Repeat("&&1", n),
		"below":    strings.Repeat("(", maxDepth/2) + "1" + strings.Repeat(")", maxDepth/2),
		"variable": "1" + strings.Repeat("+0*(e+1)", n/10),
	} {
		got := evalText(t, text)
		if got.Err != "" || got.N == 0 {
			t.Errorf("%s: %d, %.80s", name, got.N, got.Err)
		}
	}
}

// TestDeepTree does the same to the parser's tree, built by hand.
func TestDeepTree(t *testing.T) {
	t.Parallel()
	const n = 50_000
	one := func() syntax.ArithmExpr {
		return &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: "1"}}}
	}
	deep, long := one(), one()
	for range n {
		deep = &syntax.ParenArithm{X: deep}
		long = &syntax.BinaryArithm{Op: syntax.Add, X: long, Y: one()}
	}
	e := newEnv(t)
	x, err := Compile(deep, e.Vars.Names(), newOperand)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Eval(e); !errors.Is(err, ErrDepth) {
		t.Errorf("deep: error %v, want %v", err, ErrDepth)
	}
	if x, err = Compile(long, e.Vars.Names(), newOperand); err != nil {
		t.Fatal(err)
	}
	if got, err := x.Eval(e); got != n+1 || err != nil {
		t.Errorf("long: %d, %v, want %d", got, err, n+1)
	}
}

// TestValueChains has variables whose values name variables, too many.
func TestValueChains(t *testing.T) {
	t.Parallel()
	chain := func(n int, value func(next string) string) error {
		e := newEnv(t)
		names := e.Vars.Names()
		for i := range n {
			next := "v" + strconv.Itoa(i+1)
			if err := e.Vars.Set(names.Slot("v"+strconv.Itoa(i)), value(next)); err != nil {
				t.Fatal(err)
			}
		}
		x, err := Parse("v0", names)
		if err != nil {
			t.Fatal(err)
		}
		_, err = x.Eval(e)
		return err
	}
	name := func(next string) string { return next }
	if err := chain(500, name); err != nil {
		t.Errorf("500 names: %v", err)
	}
	if err := chain(5000, name); !errors.Is(err, ErrDepth) {
		t.Errorf("5000 names: %v, want %v", err, ErrDepth)
	}
	twice := func(next string) string { return next + "+" + next }
	if err := chain(10, twice); err != nil {
		t.Errorf("2^10 values: %v", err)
	}
	if err := chain(60, twice); !errors.Is(err, ErrDepth) {
		t.Errorf("2^60 values: %v, want %v", err, ErrDepth)
	}
}

// TestEnvCopy checks that a copy shares nothing that is written to.
func TestEnvCopy(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	first := e.Format(123456)
	c := *e
	second := c.Format(999999)
	third := e.Format(777777)
	if first != "123456" || second != "999999" || third != "777777" {
		t.Errorf("%s %s %s", first, second, third)
	}
}

func TestFormat(t *testing.T) {
	t.Parallel()
	var e Env
	for _, n := range []int64{0, 7, 99, 100, -1, -100, 1 << 62, -1 << 63, 1<<63 - 1} {
		if got, want := e.Format(n), strconv.FormatInt(n, 10); got != want {
			t.Errorf("Format(%d) = %s", n, got)
		}
	}
	var all []string
	for n := range int64(5000) {
		all = append(all, e.Format(n))
	}
	for n, s := range all {
		if s != strconv.Itoa(n) {
			t.Fatalf("%d became %s", n, s)
		}
	}
}

func TestConst(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"5": true, "-5": true, "": true, "a": false, "1+1": false, "a=1": false} {
		x, err := Parse(text, vars.NewNames())
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := x.Const(); ok != want {
			t.Errorf("Const of %q: %v", text, ok)
		}
	}
}

func TestNameReference(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	names := e.Vars.Names()
	for ref, target := range map[string]string{"ra": "a", "rarr": "arr", "rh": "h"} {
		if err := e.Vars.SetRef(names.Slot(ref), target); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		text string
		want int64
	}{{"ra", 3}, {"ra=5", 5}, {"ra++", 5}, {"a", 6}, {"rarr[1]", 20}, {"rh[k]", 4}, {"rh[k]+=1", 5}, {"h[k]", 5}} {
		x, err := Parse(c.text, names)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := x.Eval(e); n != c.want || err != nil {
			t.Errorf("%s = %d, %v, want %d", c.text, n, err, c.want)
		}
	}
}
