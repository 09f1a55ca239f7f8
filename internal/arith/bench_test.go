package arith

import (
	"testing"

	"gpipe/internal/vars"
)

func BenchmarkEval(b *testing.B) {
	for _, text := range []string{
		"i+1", "a*b+c", "(a+b)*(a-b)", "a<b && b<c || a==c", "i++", "i=i+1",
		"a%15==0 ? 1 : a%3", "arr[1]+arr[2]", "arr[i&1]=a",
	} {
		b.Run(text, func(b *testing.B) {
			e := benchEnv(b)
			x, err := Compile(mustTree(b, text), e.Vars.Names(), newOperand)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := x.Eval(e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchEnv(b *testing.B) *Env {
	v := vars.New(vars.NewNames())
	for name, value := range map[string]string{"i": "0", "a": "1234", "b": "77", "c": "100000"} {
		if err := v.Set(v.Names().Slot(name), value); err != nil {
			b.Fatal(err)
		}
	}
	if err := v.SetArray(v.Names().Slot("arr"), []string{"1", "2", "3"}); err != nil {
		b.Fatal(err)
	}
	return &Env{Vars: v}
}

// BenchmarkCount is i=$((i+1)): the value is formatted and assigned.
func BenchmarkCount(b *testing.B) {
	e := benchEnv(b)
	names := e.Vars.Names()
	x, err := Parse("i+1", names)
	if err != nil {
		b.Fatal(err)
	}
	i := names.Slot("i")
	b.ReportAllocs()
	for b.Loop() {
		n, err := x.Eval(e)
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Vars.Set(i, e.Format(n)); err != nil {
			b.Fatal(err)
		}
	}
}

// slotOperand is $name as a shell would compile it.
type slotOperand struct{ slot vars.Slot }

func (o slotOperand) Text(e *Env) (string, error) {
	s, _ := e.Vars.Get(o.slot)
	return s, nil
}

func BenchmarkOperands(b *testing.B) {
	e := benchEnv(b)
	names := e.Vars.Names()
	for name, operand := range map[string]slotOperand{
		"number": {names.Slot("a")},
		"text":   {names.Slot("text")},
	} {
		if err := e.Vars.Set(names.Slot("text"), "1+2"); err != nil {
			b.Fatal(err)
		}
		tree := mustTree(b, "$x*3+1")
		x, err := Compile(tree, names, newOperand)
		if err != nil {
			b.Fatal(err)
		}
		x.operands[0].Operand = operand
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := x.Eval(e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	names := vars.NewNames()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("a * b + (c - 10) % 7", names); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNoAllocations holds evaluation to what it promises.
func TestNoAllocations(t *testing.T) {
	e := newEnv(t)
	for _, text := range []string{"a+1", "(a+b)*(a-b)+arr[1]", "a&&b||i", "hex+ws", "a*a*a*(a+(b+(a+(b+1))))"} {
		x, err := Parse(text, e.Vars.Names())
		if err != nil {
			t.Fatal(err)
		}
		n := testing.AllocsPerRun(100, func() {
			if _, err := x.Eval(e); err != nil {
				t.Error(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}
