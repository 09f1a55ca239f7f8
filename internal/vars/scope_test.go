package vars

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScopes(t *testing.T) {
	v := New(NewNames())
	x, y := v.names.Slot("x"), v.names.Slot("y")
	set(t, v, "x", "global")
	v.Export(x)
	var got []string
	note := func() { got = append(got, get(v, "x")+" "+get(v, "y")) }
	if err := v.Local(x); !errors.Is(err, ErrNoScope) {
		t.Errorf("Local outside: %v", err)
	}
	v.Push(Function)
	v.Local(x)
	note()
	set(t, v, "x", "f")
	set(t, v, "y", "from f")
	v.Local(x) // again: nothing
	note()
	v.Push(Temporary) // x=tmp g
	v.Assign(x, "tmp")
	v.Assign(x, "tmp2")
	v.Push(Function)
	v.Local(x)
	note()
	set(t, v, "x", "g")
	v.Unset(x, false)
	note()
	v.Pop()
	note()
	v.Pop()
	note()
	if !v.IsLocal(x) || v.IsLocal(y) || !v.InFunction() || v.Depth() != 1 {
		t.Error("IsLocal, InFunction or Depth")
	}
	v.Push(Temporary) // y=1 local y: belongs to the function below
	v.Local(y)
	v.Pop()
	set(t, v, "y", "local")
	note()
	v.Pop()
	note()
	want := []string{"<unset> <unset>", "f from f", "tmp2 from f", "<unset> from f",
		"tmp2 from f", "f from f", "f local", "global from f"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"x=global"}, v.Environ()); diff != "" {
		t.Error(diff)
	}
}

func TestForkInScope(t *testing.T) {
	v := New(NewNames())
	x := v.names.Slot("x")
	set(t, v, "x", "1")
	v.Push(Function)
	v.Local(x)
	f := v.Fork()
	done := make(chan string)
	go func() {
		f.Set(x, "fork")
		f.Pop()
		f.Push(Function)
		f.Local(x)
		f.Pop()
		done <- get(f, "x")
	}()
	set(t, v, "x", "main")
	v.Pop()
	v.Push(Function)
	v.Local(x)
	v.Pop()
	if diff := cmp.Diff([]string{"1", "1"}, []string{get(v, "x"), <-done}); diff != "" {
		t.Error(diff)
	}
}

func TestWatched(t *testing.T) {
	v := New(NewNames())
	g := v.Gen(IFS)
	v.Push(Temporary)
	v.Assign(IFS, ":")
	if v.Gen(IFS) == g {
		t.Error("generation unchanged after an assignment")
	}
	v.Pop()
	if v.Gen(IFS) != g {
		t.Error("generation not restored")
	}
	f := v.Fork()
	f.Set(PATH, "/a")
	v.Set(PATH, "/b")
	if f.Gen(PATH) == v.Gen(PATH) {
		t.Error("two shells have one generation for two values")
	}
	for _, c := range []struct {
		slot  Slot
		value string
		want  bool
	}{
		{LANG, "en_US.UTF-8", true}, {LC_CTYPE, "C", false}, {LC_ALL, "C.utf8@x", true},
		{LC_ALL, "", false}, {LC_CTYPE, "", true},
	} {
		v.Set(c.slot, c.value)
		if v.UTF8() != c.want {
			t.Errorf("UTF8() = %v after %s=%s", v.UTF8(), v.names.Name(c.slot), c.value)
		}
	}
}

func TestEnviron(t *testing.T) {
	v := New(NewNames())
	v.Import([]string{"A=1", "bad-name=x", "A=2", "IFS=x", "E=", "SECONDS=x", "OPTIND=9",
		"BASH_FUNC_f%%=() { echo; }", "noequals", "SHELLOPTS=x", "PATH=/bin"})
	odd := []string{"bad-name=x", "BASH_FUNC_f%%=() { echo; }", "noequals"}
	check := func(want ...string) {
		t.Helper()
		if diff := cmp.Diff(append(want, odd...), v.Environ()); diff != "" {
			t.Error(diff)
		}
	}
	check("PATH=/bin", "A=2", "E=")
	first := v.Environ()
	set(t, v, "x", "not exported")
	if &first[0] != &v.Environ()[0] {
		t.Error("an assignment to a variable that is not exported dropped the cache")
	}
	v.Export(v.names.Slot("new"))
	check("PATH=/bin", "A=2", "E=")
	set(t, v, "new", "n")
	v.Unset(v.names.Slot("A"), false)
	check("PATH=/bin", "E=", "new=n")
	v.Unexport(v.names.Slot("E"))
	v.AllExport = true
	set(t, v, "x", "now")
	check("PATH=/bin", "x=now", "new=n")
	if diff := cmp.Diff(append([]string{"PATH=/bin", "A=2", "E="}, odd...), first); diff != "" {
		t.Errorf("an old environment changed: %s", diff)
	}
	got := v.AppendEnviron([]string{"kept"}, []Assignment{{PATH, "/x"}, {HOME, "1"}, {PATH, "/y"}, {HOME, "2"}})
	want := slices.Concat([]string{"kept", "PATH=/y", "x=now", "new=n"}, odd, []string{"HOME=2"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSorted(t *testing.T) {
	v := New(NewNames())
	set(t, v, "b", "1")
	set(t, v, "a", "1")
	v.Export(v.names.Slot("c"))
	names := func(slots []Slot) (out []string) {
		for _, s := range slots {
			out = append(out, v.names.Name(s))
		}
		return out
	}
	if diff := cmp.Diff([]string{"IFS", "OPTIND", "PS4", "a", "b", "c"}, names(v.Sorted(0))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"c"}, names(v.Sorted(Exported))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"PS4"}, v.AppendPrefix(nil, "P")); diff != "" {
		t.Error(diff)
	}
}

func TestIndexed(t *testing.T) {
	v := New(NewNames())
	a := v.names.Slot("a")
	set(t, v, "a", "zero")
	v.SetElem(a, 1, "one")
	v.SetElem(a, 5, "five")
	v.SetElem(a, -1, "FIVE")
	v.SetElem(a, 3, "three")
	v.AppendElem(a, 3, "+")
	v.UnsetElem(a, 1)
	if err := v.SetElem(a, -7, "x"); !errors.Is(err, ErrBadSubscript) {
		t.Errorf("negative index: %v", err)
	}
	if diff := cmp.Diff([]string{"zero", "three+", "FIVE"}, v.AppendElems(nil, a)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"0", "3", "5"}, v.AppendKeys(nil, a)); diff != "" {
		t.Error(diff)
	}
	last, _ := v.Elem(a, -1)
	_, hole := v.Elem(a, 1)
	if v.Count(a) != 3 || v.End(a) != 6 || last != "FIVE" || hole || get(v, "a") != "zero" {
		t.Error("Count, End, Elem or Get")
	}
	v.SetArray(a, []string{"p", "q"})
	if diff := cmp.Diff([]string{"0", "1"}, v.AppendKeys(nil, a)); diff != "" {
		t.Error(diff)
	}
	if err := v.MakeAssoc(a); !errors.Is(err, ErrConvert) {
		t.Errorf("MakeAssoc: %v", err)
	}
}

func TestAssoc(t *testing.T) {
	v := New(NewNames())
	m := v.names.Slot("m")
	if err := v.SetKey(m, "k", "v"); !errors.Is(err, ErrNotAssoc) {
		t.Errorf("SetKey before MakeAssoc: %v", err)
	}
	v.MakeAssoc(m)
	for i := range 100 {
		v.SetKey(m, itoa(int64(i)), "v")
	}
	for i := range 98 {
		v.UnsetKey(m, itoa(int64(i)))
	}
	v.SetKey(m, "5", "again")
	v.AppendKey(m, "98", "+")
	if diff := cmp.Diff([]string{"5", "98", "99"}, v.AppendKeys(nil, m)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"again", "v+", "v"}, v.AppendElems(nil, m)); diff != "" {
		t.Error(diff)
	}
	f := v.Fork()
	f.UnsetKey(m, "98")
	if v.Count(m) != 3 || f.Count(m) != 2 {
		t.Error("a fork's removal is seen")
	}
}
