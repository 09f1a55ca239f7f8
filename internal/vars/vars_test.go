package vars

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWellKnownNames(t *testing.T) {
	n := NewNames()
	for s, name := range wellKnown {
		if name == "" {
			t.Errorf("slot %d has no name", s)
		}
		if got := n.Slot(name); got != Slot(s) {
			t.Errorf("Slot(%q) = %d, want %d", name, got, s)
		}
	}
	if n.Name(UNDERSCORE) != "_" || n.Name(PATH) != "PATH" {
		t.Error("constants and names disagree")
	}
}

func TestNamesConcurrent(t *testing.T) {
	n := NewNames()
	var wg sync.WaitGroup
	got := make([][]Slot, 4)
	for g := range got {
		wg.Go(func() {
			for i := range 2000 {
				s := n.Slot("v" + strconv.Itoa(i))
				if n.Name(s) != "v"+strconv.Itoa(i) {
					t.Errorf("slot %d has the name %s", s, n.Name(s))
				}
				got[g] = append(got[g], s)
			}
		})
	}
	wg.Wait()
	for _, g := range got[1:] {
		if diff := cmp.Diff(got[0], g); diff != "" {
			t.Fatal(diff)
		}
	}
}

func get(v *Vars, name string) string {
	s, set := v.Get(v.names.Slot(name))
	if !set {
		return "<unset>"
	}
	return s
}

func set(t *testing.T, v *Vars, name, value string) {
	t.Helper()
	if err := v.Set(v.names.Slot(name), value); err != nil {
		t.Fatal(err)
	}
}

func TestForkIsolation(t *testing.T) {
	v := New(NewNames())
	for i := range 300 {
		set(t, v, "v"+strconv.Itoa(i), "old")
	}
	v.SetArray(v.names.Slot("arr"), []string{"a", "b"})
	v.MakeAssoc(v.names.Slot("map"))
	v.SetKey(v.names.Slot("map"), "k", "old")
	s := strings.Repeat("x", 100)
	set(t, v, "long", s)
	v.Append(v.names.Slot("long"), "1")
	a, b := v.Fork(), v.Fork()
	var wg sync.WaitGroup
	for i, f := range []*Vars{v, a, b} {
		wg.Go(func() {
			val := strconv.Itoa(i)
			for j := range 300 {
				f.Set(f.names.Slot("v"+strconv.Itoa(j)), val)
			}
			f.SetElem(f.names.Slot("arr"), 1, val)
			f.SetKey(f.names.Slot("map"), "k", val)
			f.Append(f.names.Slot("long"), val)
			f.Export(f.names.Slot("v7"))
			f.Environ()
		})
	}
	wg.Wait()
	for i, f := range []*Vars{v, a, b} {
		val := strconv.Itoa(i)
		got := []string{get(f, "v0"), get(f, "v299"), get(f, "long")}
		got = f.AppendElems(got, f.names.Slot("arr"))
		got = f.AppendElems(got, f.names.Slot("map"))
		if diff := cmp.Diff([]string{val, val, s + "1" + val, "a", val, val}, got); diff != "" {
			t.Errorf("fork %d: %s", i, diff)
		}
		if diff := cmp.Diff([]string{"v7=" + val}, f.Environ()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReadOnly(t *testing.T) {
	v := New(NewNames())
	x := v.names.Slot("x")
	set(t, v, "x", "1")
	v.MarkReadOnly(x)
	v.Push(Function)
	for what, err := range map[string]error{
		"set": v.Set(x, "2"), "append": v.Append(x, "2"), "unset": v.Unset(x, false),
		"local": v.Local(x), "assign": v.Assign(x, "2"), "elem": v.SetElem(x, 0, "2"),
		"array": v.SetArray(x, nil), "ref": v.SetRef(x, "y"),
		"off": v.SetAttrs(x, 0, ReadOnly),
	} {
		var ro *ReadOnlyError
		if !errors.As(err, &ro) || ro.Name != "x" {
			t.Errorf("%s: error %v", what, err)
		}
	}
	if get(v, "x") != "1" {
		t.Error("value changed")
	}
}

func TestAppendKeepsOldStrings(t *testing.T) {
	v := New(NewNames())
	x := v.names.Slot("x")
	want := ""
	var seen []string
	for i := range 200 {
		v.Append(x, strconv.Itoa(i))
		want += strconv.Itoa(i)
		seen = append(seen, get(v, "x"))
		if i == 100 { // two variables must not share one tail
			v.Push(Function)
			v.Push(Temporary)
			v.Assign(x, get(v, "x"))
			v.Append(x, "tmp")
			v.Pop()
			v.Pop()
		}
	}
	if get(v, "x") != want {
		t.Errorf("got %q", get(v, "x"))
	}
	for _, s := range seen {
		if !strings.HasPrefix(want, s) {
			t.Fatalf("old string became %q", s)
		}
	}
}

type hooks struct{ seconds string }

func (h *hooks) GetVar(s Slot) (string, bool) { return h.seconds, true }
func (h *hooks) VarElems(s Slot) []string {
	if s == PIPESTATUS {
		return []string{"1", "0"}
	}
	return nil
}
func (h *hooks) SetVar(s Slot, value string) error          { h.seconds = value; return nil }
func (h *hooks) SetVarElem(Slot, int64, string)             {}
func (h *hooks) VarKeys(Slot) (keys, values []string)       { return nil, nil }
func (h *hooks) SetVarKey(Slot, string, string, bool) error { return nil }
func (h *hooks) VarChanged(Slot)                            {}
func (h *hooks) Arith(text string) (int64, error)           { return strconv.ParseInt(text, 10, 64) }

func TestDynamic(t *testing.T) {
	v := New(NewNames())
	v.Bind(&hooks{seconds: "7"})
	v.MarkDynamic(SECONDS, 0)
	v.MarkDynamic(PIPESTATUS, 0)
	v.Export(SECONDS)
	got := []string{get(v, "SECONDS"), get(v, "PIPESTATUS")}
	got = v.AppendElems(got, PIPESTATUS)
	set(t, v, "SECONDS", "9")
	got = append(got, get(v, "SECONDS"))
	got = append(got, v.Environ()...)
	set(t, v, "SECONDS", "10")
	got = append(got, v.Environ()...)
	v.Unset(SECONDS, false)
	got = append(got, get(v, "SECONDS"))
	want := []string{"7", "1", "1", "0", "9", "SECONDS=9", "SECONDS=10", "<unset>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAttributes(t *testing.T) {
	v := New(NewNames())
	v.Bind(&hooks{})
	x := v.names.Slot("x")
	v.SetAttrs(x, Upper, 0)
	set(t, v, "x", "aé")
	got := []string{get(v, "x")}
	v.SetAttrs(x, Lower, 0)
	set(t, v, "x", "AB")
	v.Append(x, "C")
	got = append(got, get(v, "x"))
	v.Unset(x, false)
	v.SetAttrs(x, Integer, 0)
	set(t, v, "x", "3")
	v.Append(x, "4")
	got = append(got, get(v, "x"))
	if err := v.Set(x, "zz"); err == nil {
		t.Error("no error from arithmetic")
	}
	if diff := cmp.Diff([]string{"AÉ", "abc", "7"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNameRef(t *testing.T) {
	v := New(NewNames())
	v.Bind(&hooks{})
	r, q := v.names.Slot("r"), v.names.Slot("q")
	set(t, v, "x", "1")
	v.SetRef(r, "x")
	v.SetRef(q, "r")
	got := []string{get(v, "q")}
	set(t, v, "q", "2")
	got = append(got, get(v, "x"))
	v.SetArray(v.names.Slot("a"), []string{"p", "q"})
	v.SetRef(r, "a[1]")
	set(t, v, "r", "new")
	got = append(got, get(v, "r"), get(v, "a"))
	if diff := cmp.Diff([]string{"1", "2", "new", "p"}, got); diff != "" {
		t.Error(diff)
	}
	v.SetRef(r, "q")
	var e *Error
	if _, _, err := v.Deref(q); !errors.Is(err, ErrLoop) || !errors.As(err, &e) {
		t.Errorf("loop: %v", err)
	}
	if _, ok := v.Get(q); ok {
		t.Error("a loop has a value")
	}
}

func BenchmarkGet(b *testing.B) {
	v := New(NewNames())
	s := v.names.Slot("x")
	v.Set(s, "1")
	for b.Loop() {
		v.Get(s)
	}
}

func BenchmarkSet(b *testing.B) {
	v := New(NewNames())
	s := v.names.Slot("x")
	for b.Loop() {
		v.Set(s, "1")
	}
}

func BenchmarkForkSet(b *testing.B) {
	v := New(NewNames())
	for i := range 1000 {
		v.Set(v.names.Slot("v"+strconv.Itoa(i)), "1")
	}
	s := v.names.Slot("v500")
	b.Run("fork", func(b *testing.B) {
		for b.Loop() {
			v.Fork()
		}
	})
	b.Run("set", func(b *testing.B) {
		for b.Loop() {
			v.Fork().Set(s, "2")
		}
	})
}

func BenchmarkTemporaryIFS(b *testing.B) {
	v := New(NewNames())
	for b.Loop() {
		v.Push(Temporary)
		v.Assign(IFS, "")
		v.Pop()
	}
}
