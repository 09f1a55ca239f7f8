package vars

import (
	"testing"

	"gpipe/internal/snapshot"

	"github.com/google/go-cmp/cmp"
)

// reload sends v through a snapshot to a process with names of its own.
func reload(t *testing.T, v *Vars) *Vars {
	t.Helper()
	var w snapshot.Writer
	v.Save(&w)
	r := snapshot.NewReader(string(w.Bytes()))
	c := Load(NewNames(), r)
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return c
}

func TestSaveKeepsVariables(t *testing.T) {
	v := New(NewNames())
	v.Import([]string{"HOME=/h", "odd-entry=1", "x=from outside"})
	slot := v.Names().Slot
	v.Unset(IFS, false)
	v.Set(slot("plain"), "a\nb")
	for range 3 {
		v.Append(slot("long"), "0123456789")
	}
	v.SetElem(slot("dense"), 0, "zero")
	v.SetElem(slot("dense"), 1, "one")
	v.SetElem(slot("sparse"), 7, "seven")
	v.MakeAssoc(slot("map"))
	v.SetKey(slot("map"), "k 1", "v")
	v.MarkReadOnly(slot("plain"))
	v.Export(slot("unset"))
	v.Push(Function)
	v.Local(slot("x"))
	v.Set(slot("x"), "inside")

	c := reload(t, v)
	get := func(v *Vars, name string) any {
		s := v.Names().Slot(name)
		value, set := v.Get(s)
		return []any{name, value, set, v.Attrs(s)}
	}
	for _, name := range []string{"IFS", "OPTIND", "HOME", "plain", "long", "dense", "sparse", "map", "unset", "x"} {
		if diff := cmp.Diff(get(v, name), get(c, name)); diff != "" {
			t.Error(diff)
		}
	}
	slot = c.Names().Slot
	if got, _ := c.Elem(slot("sparse"), 7); got != "seven" {
		t.Errorf("sparse[7] = %q", got)
	}
	if got, _ := c.Key(slot("map"), "k 1"); got != "v" {
		t.Errorf("map[k 1] = %q", got)
	}
	if diff := cmp.Diff([]string{"HOME=/h", "x=inside", "odd-entry=1"}, c.Environ()); diff != "" {
		t.Error(diff)
	}
	if !c.InFunction() || !c.IsLocal(slot("x")) || c.IsLocal(slot("plain")) {
		t.Error("the scope did not come along")
	}
	if c.Local(slot("x")); !c.IsSet(slot("x")) {
		t.Error("a second declaration in the same scope lost the value")
	}
}

func TestLoadRefusesNonsense(t *testing.T) {
	r := snapshot.NewReader("\x04\x02a")
	if Load(NewNames(), r); r.Err() == nil {
		t.Error("no error")
	}
}
