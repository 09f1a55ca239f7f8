package arith

import (
	"errors"
	"strings"
	"testing"

	"gpipe/internal/vars"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"
)

// start is what variables hold before each case.
var start = []struct{ name, value string }{
	{"a", "3"}, {"b", "2"}, {"e", ""}, {"ws", "  7 "}, {"rec", "a"},
	{"self", "self"}, {"bad", "08"}, {"neg", "-4"}, {"hex", "0x10"},
	{"expr", "a+1"}, {"asg", "a=9"}, {"inc", "a++"}, {"ref", "rec"},
	{"q", "a b"}, {"i", "0"}, {"cmd", "$(echo 1)"}, {"sub", "arr[$(echo 1)]"},
	{"idx", "arr[1]"}, {"idxasg", "arr[a=1]"}, {"op", "+"}, {"half", "2 +"},
	{"big", "9223372036854775807"}, {"min", "-9223372036854775808"},
	{"minus", "-5"}, {"sum", "1+2"}, {"name", "a"}, {"key", "foo bar"},
	{"set", "a=4"},
}

func newEnv(t testing.TB) *Env {
	t.Helper()
	v := vars.New(vars.NewNames())
	ok := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	names := v.Names()
	for _, s := range start {
		ok(v.Set(names.Slot(s.name), s.value))
	}
	ok(v.SetArray(names.Slot("arr"), []string{"10", "20", "30"}))
	h := names.Slot("h")
	ok(v.MakeAssoc(h))
	ok(v.SetKey(h, "k", "4"))
	ok(v.SetKey(h, "foo bar", "6"))
	ok(v.SetKey(h, "foo-bar", "8"))
	v.MarkReadOnly(names.Slot("ro"))
	return &Env{Vars: v}
}

// simpleOperand is an operand as the tests need it: $name, ${name}, "$name",
// and words made of them and of literals.
type simpleOperand struct{ parts []syntax.WordPart }

func newOperand(w *syntax.Word) (Operand, error) { return simpleOperand{w.Parts}, nil }

func (o simpleOperand) Text(e *Env) (string, error) {
	text := ""
	for _, p := range o.parts {
		switch p := p.(type) {
		case *syntax.Lit:
			text += p.Value
		case *syntax.DblQuoted:
			s, err := simpleOperand{p.Parts}.Text(e)
			if err != nil {
				return "", err
			}
			text += s
		case *syntax.ParamExp:
			s, _ := e.Vars.Get(e.Vars.Names().Slot(p.Param.Value))
			text += s
		default:
			return "", errOperand
		}
	}
	return text, nil
}

var errOperand = errors.New("operand fails")

// parseTree gives the parser's tree of $((text)), if it accepts that.
func parseTree(text string) (syntax.ArithmExpr, bool) {
	source := ": $((" + text + "))"
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(source), "")
	if err != nil || len(f.Stmts) != 1 {
		return nil, false
	}
	call, ok := f.Stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) != 2 || len(call.Args[1].Parts) != 1 {
		return nil, false
	}
	x, ok := call.Args[1].Parts[0].(*syntax.ArithmExp)
	if !ok || int(x.End().Offset()) != len(source) {
		return nil, false // it ends early, with a comment behind it
	}
	return x.X, true
}

// result is what an evaluation leaves.
type result struct {
	N     int64
	Err   string
	A, B  string
	Arr   string
	Assoc string
}

func outcome(e *Env, n int64, err error) result {
	r := result{N: n}
	if err != nil {
		r.Err = err.Error()
	}
	names := e.Vars.Names()
	r.A, _ = e.Vars.Get(names.Slot("a"))
	r.B, _ = e.Vars.Get(names.Slot("b"))
	r.Arr = strings.Join(e.Vars.AppendElems(nil, names.Slot("arr")), " ")
	h := names.Slot("h")
	for i, k := range e.Vars.AppendKeys(nil, h) {
		r.Assoc += k + "=" + e.Vars.AppendElems(nil, h)[i] + " "
	}
	return r
}

func evalText(t testing.TB, text string) result {
	e := newEnv(t)
	x, err := Parse(text, e.Vars.Names())
	if err != nil {
		return outcome(e, 0, err)
	}
	n, err := x.Eval(e)
	return outcome(e, n, err)
}

func evalTree(t testing.TB, tree syntax.ArithmExpr) result {
	e := newEnv(t)
	x, err := Compile(tree, e.Vars.Names(), newOperand)
	if err != nil {
		return outcome(e, 0, err)
	}
	n, err := x.Eval(e)
	return outcome(e, n, err)
}

// exprCase is an expression with its value and what it makes of a and b if
// they change. The shells that differ are named in except, with the reason.
type exprCase struct {
	text   string
	n      int64
	a, b   string
	err    Cause
	except map[string]string
}

const (
	noPower   = "has no **"
	noBase    = "has no base#number"
	noComma   = "has no comma operator"
	noStep    = "has no ++ and --"
	noEmpty   = "wants an expression"
	noArray   = "has no arrays"
	noNames   = "takes no names from values"
	saturates = "does not wrap numbers that are too big"
	noSplit   = "takes ++ and -- for nothing else"
	assigns   = "assigns what a value says"
	bareHex   = "wants a digit after 0x"
	dies      = "dies of SIGFPE"
	emptySub  = "takes an odd subscript for 0"
)

func dash(reason string) map[string]string { return map[string]string{"dash": reason} }
func bash(reason string) map[string]string { return map[string]string{"bash": reason} }
func both(dash, bash string) map[string]string {
	return map[string]string{"dash": dash, "bash": bash}
}

var exprCases = []exprCase{
	{text: "", n: 0, except: dash(noEmpty)},
	{text: "  ", n: 0, except: dash(noEmpty)},
	{text: "42", n: 42},
	{text: " 1 + 2 ", n: 3},
	{text: "1+2*3", n: 7},
	{text: "(1+2)*3", n: 9},
	{text: "7/2", n: 3},
	{text: "-7/2", n: -3},
	{text: "7/-2", n: -3},
	{text: "-7%3", n: -1},
	{text: "7%-3", n: 1},
	{text: "2--3", n: 5},
	{text: "3--5", n: 8},
	{text: "- -5", n: 5},
	{text: "--5", n: 5},
	{text: "++5", n: 5},
	{text: "---5", n: -5},
	{text: "+++5", n: 5},
	{text: "2-+3", n: -1},
	{text: "2*-3", n: -6},
	{text: "!!5", n: 1},
	{text: "!-5", n: 0},
	{text: "!0", n: 1},
	{text: "~-1", n: 0},
	{text: "~5", n: -6},
	{text: "a + + b", n: 5},
	{text: "a- -5", n: 8},
	{text: "a--5", n: 8, except: bash(noSplit)},
	{text: "a++b", n: 5, except: bash(noSplit)},
	{text: "-2**2", n: 4, except: dash(noPower)},
	{text: "2**3**2", n: 512, except: dash(noPower)},
	{text: "2**0", n: 1, except: dash(noPower)},
	{text: "2**62*2", n: -9223372036854775808, except: dash(noPower)},
	{text: "2**64", n: 0, except: dash(noPower)},
	{text: "3**40", n: -6289078614652622815, except: dash(noPower)},
	{text: "2**-1", err: ErrExponent},
	{text: "1<<64", n: 1},
	{text: "1<<63", n: -9223372036854775808},
	{text: "1<<-1", n: -9223372036854775808},
	{text: "-1>>1", n: -1},
	{text: "-1>>63", n: -1},
	{text: "1>>64", n: 1},
	{text: "1<<2+1", n: 8},
	{text: "min/-1", n: -9223372036854775808, except: dash(dies)},
	{text: "min%-1", n: 0, except: dash(dies)},
	{text: "big+1", n: -9223372036854775808},
	{text: "9223372036854775807+1", n: -9223372036854775808},
	{text: "-9223372036854775808", n: -9223372036854775808, except: dash(saturates)},
	{text: "99999999999999999999", n: 7766279631452241919, except: dash(saturates)},
	{text: "0xFFFFFFFFFFFFFFFF", n: -1, except: dash(saturates)},
	{text: "0777777777777777777777", n: 9223372036854775807},
	{text: "1/0", err: ErrDivision},
	{text: "1%0", err: ErrDivision},
	{text: "a/=0", err: ErrDivision},
	{text: "0&&1/0", n: 0},
	{text: "1||1/0", n: 1},
	{text: "1?2:1/0", n: 2},
	{text: "0?1/0:3", n: 3},
	{text: "1&&1/0", err: ErrDivision},
	{text: "2&&3", n: 1},
	{text: "0||3", n: 1},
	{text: "0||0", n: 0},
	{text: "1&&0||1", n: 1},
	{text: "1||0&&0", n: 1},
	{text: "0&&0||0", n: 0},
	{text: "0 && (a=5)", n: 0},
	{text: "1 || (a=5)", n: 1},
	{text: "1 && (a=5)", n: 1, a: "5"},
	{text: "1?2:3?4:5", n: 2},
	{text: "0?2:0?4:5", n: 5},
	{text: "0?1:2?3:4", n: 3},
	{text: "1 ?(2):(3)", n: 2},
	{text: "(1?0:1)?2:3", n: 3},
	{text: "1+1?2+3:4", n: 5},
	{text: "0 ? (a=5) : (b=6)", n: 6, b: "6"},
	{text: "1 ? a=5 : 1", n: 5, a: "5"},
	{text: "1|2^3&4", n: 3},
	{text: "6&3", n: 2},
	{text: "6|3", n: 7},
	{text: "6^3", n: 5},
	{text: "5&3==3", n: 1},
	{text: "1==1==1", n: 1},
	{text: "3>2>1", n: 0},
	{text: "1<2<3", n: 1},
	{text: "1!=2", n: 1},
	{text: "2>=2", n: 1},
	{text: "2<=1", n: 0},
	{text: "1<1", n: 0},
	{text: "a == 3", n: 1},
	{text: "1,2", n: 2, except: dash(noComma)},
	{text: "a=1,a+1", n: 2, a: "1", except: dash(noComma)},
	{text: "(1,2)", n: 2, except: dash(noComma)},
	{text: "a=5,b=6", n: 6, a: "5", b: "6", except: dash(noComma)},

	{text: "010", n: 8},
	{text: "00", n: 0},
	{text: "-010", n: -8},
	{text: "08", err: ErrOctal},
	{text: "09+1", err: ErrOctal},
	{text: "0x1F", n: 31},
	{text: "0X1f", n: 31},
	{text: "0xg", err: ErrHex},
	{text: "0x", n: 0, except: dash(bareHex)},
	{text: "2#101", n: 5, except: dash(noBase)},
	{text: "36#z", n: 35, except: dash(noBase)},
	{text: "36#Z", n: 35, except: dash(noBase)},
	{text: "37#Z", err: ErrNumber},
	{text: "62#Z", n: 61, except: dash(noBase)},
	{text: "64#_", n: 63, except: dash(noBase)},
	{text: "64#@", n: 62, except: dash(noBase)},
	{text: "16#fF", n: 255, except: dash(noBase)},
	{text: "10#08", n: 8, except: dash(noBase)},
	{text: "65#1", err: ErrBase},
	{text: "1#0", err: ErrBase},
	{text: "0#1", err: ErrBase},
	{text: "2#2", err: ErrNumber},
	{text: "2#", err: ErrNumber},
	{text: "1a", err: ErrNumber},
	{text: "1e3", err: ErrNumber},

	{text: "a=5", n: 5, a: "5"},
	{text: "a=b=7", n: 7, a: "7", b: "7"},
	{text: "a+=2", n: 5, a: "5"},
	{text: "a-=2", n: 1, a: "1"},
	{text: "a*=2", n: 6, a: "6"},
	{text: "a/=2", n: 1, a: "1"},
	{text: "a%=2", n: 1, a: "1"},
	{text: "a<<=2", n: 12, a: "12"},
	{text: "a>>=1", n: 1, a: "1"},
	{text: "a&=2", n: 2, a: "2"},
	{text: "a|=8", n: 11, a: "11"},
	{text: "a^=1", n: 2, a: "2"},
	{text: "a+=b*2+1", n: 8, a: "8"},
	{text: "a=1?2:3", n: 2, a: "2"},
	{text: "a=!b", n: 0, a: "0"},
	{text: "a=-b", n: -2, a: "-2"},
	{text: "a = a + (b = 4) * b", n: 19, a: "19", b: "4"},
	{text: "a+=a++", n: 6, a: "6", except: dash(noStep)},
	{text: "a=100000", n: 100000, a: "100000"},
	{text: "a++", n: 3, a: "4", except: dash(noStep)},
	{text: "++a", n: 4, a: "4", except: dash(noStep)},
	{text: "a--", n: 3, a: "2", except: dash(noStep)},
	{text: "--a", n: 2, a: "2", except: dash(noStep)},
	{text: "a ++", n: 3, a: "4", except: dash(noStep)},
	{text: "a++ + ++a", n: 8, a: "5", except: dash(noStep)},
	{text: "a+++b", n: 5, a: "4", except: dash(noStep)},
	{text: "a---b", n: 1, a: "2", except: dash(noStep)},
	{text: "- a++", n: -3, a: "4", except: dash(noStep)},
	{text: "!a++", n: 0, a: "4", except: dash(noStep)},
	{text: "++a++", err: ErrNotVariable},
	{text: "++a+++b", err: ErrNotVariable, except: dash(noStep)},
	{text: "a**=2", err: ErrOperand},
	{text: "1+a=2", err: ErrNotVariable},
	{text: "1?a:b=2", err: ErrNotVariable},
	{text: "(a)=2", err: ErrNotVariable},
	{text: "1 = 2", err: ErrNotVariable},
	{text: "a = = b", err: ErrOperand},
	{text: "5++", err: ErrOperand},
	{text: "++", err: ErrOperand},

	{text: "unset_x+1", n: 1},
	{text: "_a", n: 0},
	{text: "e", n: 0},
	{text: "e+1", n: 1},
	{text: "ws", n: 7},
	{text: "neg", n: -4},
	{text: "-neg", n: 4},
	{text: "a-neg", n: 7},
	{text: "hex+1", n: 17},
	{text: "rec", n: 3, except: dash(noNames)},
	{text: "ref", n: 3, except: dash(noNames)},
	{text: "expr*2", n: 8, except: dash(noNames)},
	{text: "idx", n: 20, except: dash(noArray)},
	{text: "self", err: ErrDepth},
	{text: "bad", err: ErrOctal},
	{text: "q", err: ErrOperator},
	{text: "half", err: ErrOperand},
	{text: "asg", err: ErrSideEffect, except: bash(assigns)},
	{text: "inc", err: ErrSideEffect, except: bash(assigns)},
	{text: "idxasg", err: ErrSideEffect, except: bash(assigns)},
	{text: "cmd", err: ErrOperand, except: bash("runs a command that a value names")},
	{text: "sub", err: ErrOperand, except: bash("runs a command that a value names")},

	{text: "arr", n: 10, except: dash(noArray)},
	{text: "arr[0]", n: 10, except: dash(noArray)},
	{text: "arr[1+1]", n: 30, except: dash(noArray)},
	{text: "arr[-1]", n: 30, except: dash(noArray)},
	{text: "arr[7]", n: 0, except: dash(noArray)},
	{text: "arr[arr[0]-9]", n: 20, except: dash(noArray)},
	{text: "arr[i++]+i", n: 11, except: dash(noArray)},
	{text: "arr[0]=5", n: 5, except: dash(noArray)},
	{text: "arr[0]+=5", n: 15, except: dash(noArray)},
	{text: "arr[1]++", n: 20, except: dash(noArray)},
	{text: "--arr[1]", n: 19, except: dash(noArray)},
	{text: "arr[i++]+=2, i", n: 1, except: dash(noArray)},
	{text: "arr[1]=arr[2]=arr[0]", n: 10, except: dash(noArray)},
	{text: "b=arr[a=2]", n: 30, a: "2", b: "30", except: dash(noArray)},
	{text: "a[0]", n: 3, except: dash(noArray)},
	{text: "new[3]=4", n: 4, except: dash(noArray)},
	{text: "h[k]", n: 4, except: dash(noArray)},
	{text: "h[foo bar]", n: 6, except: dash(noArray)},
	{text: "h[foo-bar]", n: 8, except: dash(noArray)},
	{text: `h["k"]`, n: 4, except: dash(noArray)},
	{text: "h[k]=7", n: 7, except: dash(noArray)},
	{text: "h[k]+=7", n: 11, except: dash(noArray)},
	{text: "h[new]++", n: 0, except: dash(noArray)},
	{text: "arr[]", err: ErrSubscript, except: bash(emptySub)},
	{text: "arr[@]", err: ErrSubscript, except: bash(emptySub)},
	{text: "a[1", err: ErrSubscript},
	{text: "arr[1/0]", err: ErrDivision},

	{text: "1 2", err: ErrOperator},
	{text: "a b", err: ErrOperator},
	{text: "a]1", err: ErrOperator},
	{text: "a@", err: ErrOperator},
	{text: "1.5", err: ErrOperator},
	{text: "1;2", err: ErrOperator},
	{text: "()", err: ErrOperand},
	{text: "(1", err: ErrParen},
	{text: "1)", err: ErrOperator},
	{text: "1+", err: ErrOperand},
	{text: "*1", err: ErrOperand},
	{text: "1 ? 2", err: ErrColon},
	{text: "1 : 2", err: ErrOperator},
	{text: "?1:2", err: ErrOperand},
	{text: "1?2:", err: ErrOperand},
	{text: "1?,2:3", err: ErrOperand},
	{text: "1||", err: ErrOperand},
	{text: "a,,b", err: ErrOperand},
	{text: ",1", err: ErrOperand},
	{text: "1,", err: ErrOperand},
	{text: "a & & b", err: ErrOperand},
	{text: "#1", err: ErrOperand},
	{text: "@", err: ErrOperand},
	{text: "{1}", err: ErrOperand},
	{text: "'5'", err: ErrOperand},
	{text: "\xff", err: ErrOperand},
}

func (c *exprCase) want() (n int64, a, b string) {
	n, a, b = c.n, c.a, c.b
	if a == "" {
		a = "3"
	}
	if b == "" {
		b = "2"
	}
	return n, a, b
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range exprCases {
		c.check(t, evalText(t, c.text))
	}
}

func (c *exprCase) check(t *testing.T, got result) {
	t.Helper()
	n, a, b := c.want()
	if got.N != n || got.A != a || got.B != b {
		t.Errorf("%q = %d with a=%s b=%s, %s, want %d with a=%s b=%s",
			c.text, got.N, got.A, got.B, got.Err, n, a, b)
	}
	if (c.err == "") != (got.Err == "") || !strings.Contains(got.Err, string(c.err)) {
		t.Errorf("%q: error %q, want %q", c.text, got.Err, c.err)
	}
}

// TestCompile checks that the parser's tree gives what the text gives,
// wherever that parser accepts it.
func TestCompile(t *testing.T) {
	t.Parallel()
	trees := 0
	for _, c := range exprCases {
		tree, ok := parseTree(c.text)
		if !ok {
			continue
		}
		trees++
		if holes(t, tree) > 0 {
			continue // quotes: other rules
		}
		got, want := evalTree(t, tree), evalText(t, c.text)
		if got.Err != "" && want.Err != "" {
			got.Err, want.Err = "", ""
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-text +tree):\n%s", c.text, diff)
		}
	}
	if trees < len(exprCases)/2 {
		t.Errorf("only %d of %d expressions have trees", trees, len(exprCases))
	}
}

func holes(t *testing.T, tree syntax.ArithmExpr) int {
	n := 0
	_, err := Compile(tree, vars.NewNames(), func(w *syntax.Word) (Operand, error) {
		n++
		return newOperand(w)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
