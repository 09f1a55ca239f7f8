package vars

import (
	"errors"
	"testing"
)

// TestGlobal assigns past the scopes of two functions that have a local
// variable of the name.
func TestGlobal(t *testing.T) {
	v := New(NewNames())
	s := v.Names().Slot("x")
	v.Set(s, "global")
	for _, value := range []string{"outer", "inner"} {
		v.Push(Function)
		v.Local(s)
		v.Set(s, value)
	}
	if err := v.Global(s, func() error { return v.Append(s, "+") }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"inner", "outer", "global+"} {
		if got, _ := v.Get(s); got != want {
			t.Errorf("value %q, want %q", got, want)
		}
		if v.Depth() > 0 {
			v.Pop()
		}
	}
}

// TestUnsetReveals removes what callers have, one after the other, and what is
// the function's own, which stays local.
func TestUnsetReveals(t *testing.T) {
	v := New(NewNames())
	s, other := v.Names().Slot("x"), v.Names().Slot("y")
	v.Set(s, "global")
	for _, value := range []string{"outer", "inner"} {
		v.Push(Function)
		v.Local(s)
		v.Set(s, value)
	}
	v.Push(Function)
	v.Local(other)
	fork := v.Fork()
	for _, want := range []string{"outer", "global", ""} {
		if err := v.Unset(s, false); err != nil {
			t.Fatal(err)
		}
		if got, _ := v.Get(s); got != want {
			t.Errorf("value %q, want %q", got, want)
		}
	}
	if got, _ := fork.Get(s); got != "inner" {
		t.Errorf("a fork has %q", got)
	}
	v.Set(s, "new")
	for v.Depth() > 0 {
		v.Pop()
	}
	if got, _ := v.Get(s); got != "new" {
		t.Errorf("after the calls %q, want what was assigned to the global one", got)
	}
}

func TestInherit(t *testing.T) {
	v := New(NewNames())
	s := v.Names().Slot("a")
	v.SetArray(s, []string{"1"})
	v.Push(Function)
	if err := v.Inherit(s); err != nil {
		t.Fatal(err)
	}
	v.SetElem(s, 1, "2")
	if n := v.Count(s); n != 2 {
		t.Errorf("%d elements, want 2", n)
	}
	v.Pop()
	if n := v.Count(s); n != 1 {
		t.Errorf("%d elements outside, want 1", n)
	}
}

func TestDeclared(t *testing.T) {
	v := New(NewNames())
	s, m := v.Names().Slot("x"), v.Names().Slot("m")
	v.Declare(s)
	v.MakeAssoc(m)
	if v.IsSet(s) || !v.IsDeclared(s) || v.HasValue(m) {
		t.Error("what was declared is set")
	}
	v.SetKey(m, "k", "v")
	if !v.HasValue(m) {
		t.Error("an array that was assigned to has no value")
	}
	r := v.Names().Slot("r")
	v.SetRef(r, "m[k]")
	if name, ok := v.RefName(r); name != "m[k]" || !ok {
		t.Errorf("RefName: %q, %v", name, ok)
	}
	v.SetAttrs(s, Lower|Upper, 0)
	if a := v.Attrs(s); a != 0 {
		t.Errorf("both cases at once: attributes %b", a)
	}
	v.MarkReadOnly(s)
	var readOnly *ReadOnlyError
	if err := v.SetAttrs(s, Integer, 0); err != nil {
		t.Error(err)
	}
	if err := v.SetAttrs(s, 0, ReadOnly); !errors.As(err, &readOnly) {
		t.Errorf("ReadOnly is taken away: %v", err)
	}
}
