package arith

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse checks that no text crashes, that the parser's tree gives what
// the text gives, and that a value changes nothing.
func FuzzParse(f *testing.F) {
	for _, c := range exprCases {
		f.Add(c.text)
	}
	for _, s := range start {
		f.Add(s.value)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 200 {
			t.Skip()
		}
		want := evalText(t, text)
		checkPure(t, text)
		tree, ok := parseTree(text)
		if !ok || parsedOtherwise(text) || holes(t, tree) > 0 {
			return
		}
		got := evalTree(t, tree)
		if got.Err != "" && want.Err != "" {
			got.Err, want.Err = "", ""
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-text +tree):\n%s", text, diff)
		}
	})
}

// parsedOtherwise tells of text that the shell's parser sees in another way: it
// drops NUL, knows other line breaks, allows blanks before a subscript, and
// drops those at the ends of one, which may be a key.
func parsedOtherwise(text string) bool {
	if strings.ContainsAny(text, "\x00\r\\") {
		return true
	}
	isBlank := func(i int) bool { return i >= 0 && i < len(text) && strings.IndexByte(blanks, text[i]) >= 0 }
	for i := range len(text) {
		if text[i] == '[' && (isBlank(i-1) || isBlank(i+1)) || text[i] == ']' && isBlank(i-1) {
			return true
		}
	}
	return false
}

func checkPure(t *testing.T, text string) {
	e := newEnv(t)
	before := outcome(e, 0, nil)
	x, err := ParseValue(text, e.Vars.Names())
	if err != nil {
		return
	}
	_, err = x.Eval(e)
	if diff := cmp.Diff(before, outcome(e, 0, nil)); diff != "" {
		t.Errorf("value %q, %v (-before +after):\n%s", text, err, diff)
	}
}

// FuzzOperand checks that an operand that was expanded gives what the whole
// text gives.
func FuzzOperand(f *testing.F) {
	for _, s := range start {
		f.Add("2*$x-a", s.value)
		f.Add("arr[$x]+$x", s.value)
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		if len(text)+len(value) > 100 {
			t.Skip()
		}
		e := newEnv(t)
		names := e.Vars.Names()
		if err := e.Vars.Set(names.Slot("x"), value); err != nil {
			t.Fatal(err)
		}
		tree, ok := parseTree(text)
		if !ok {
			return
		}
		x, err := Compile(tree, names, newOperand)
		if err != nil {
			return
		}
		whole := substituted(t, x, e)
		got, first := x.Eval(e)
		if len(e.values) != 0 || len(e.refs) != 0 || e.depth != 0 {
			t.Errorf("%q with x=%q leaves %d values, %d refs, depth %d",
				text, value, len(e.values), len(e.refs), e.depth)
		}
		// A sign in a value is one even after another sign, and a key may
		// hold brackets; of errors there may be others.
		if first != nil || strings.ContainsAny(value, "+-]['\"\\") {
			return
		}
		again := newEnv(t)
		if err := again.Vars.Set(again.Vars.Names().Slot("x"), value); err != nil {
			t.Fatal(err)
		}
		y, err := Parse(whole, again.Vars.Names())
		if err != nil {
			t.Fatalf("%q with x=%q = %d, but %q: %v", text, value, got, whole, err)
		}
		if want, err := y.Eval(again); got != want || err != nil {
			t.Errorf("%q with x=%q = %d, but %q = %d, %v", text, value, got, whole, want, err)
		}
	})
}

// substituted gives the text of x with its operands in it.
func substituted(t *testing.T, x *Expr, e *Env) string {
	e.own()
	defer func() { e.values = nil }()
	for _, op := range x.operands {
		text, err := op.Text(e)
		if err != nil {
			return ""
		}
		e.values = append(e.values, e.classify(text))
	}
	return x.source.text(e)
}
