package vars

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestSweep(t *testing.T) {
	n := NewNames()
	v := New(n)
	kept := n.Keeping().Slot("kept")
	both := n.Slot("both")
	if n.Keeping().Slot("both") != both {
		t.Error("a view has slots of its own")
	}
	set, exported, local := n.Slot("set"), n.Slot("exported"), n.Slot("local")
	v.Set(set, "value")
	v.Export(exported)
	v.Set(local, "hidden")
	v.Push(Function)
	v.Local(local)
	v.Unset(local, false)
	gone := n.Slot("gone")
	v.Set(gone, "x")
	v.Unset(gone, false)
	v.Sweep()
	for name, want := range map[string]Slot{"kept": kept, "both": both, "set": set, "exported": exported, "local": local, "PATH": PATH} {
		if s, ok := n.Lookup(name); !ok || s != want {
			t.Errorf("%s: slot %d %v, want %d", name, s, ok, want)
		}
	}
	if _, ok := n.Lookup("gone"); ok {
		t.Error("gone is there")
	}
	if s := n.Slot("another"); s != gone || n.Name(s) != "another" {
		t.Errorf("slot %d is %s, not used again: %d", s, n.Name(s), gone)
	}
	v.Pop()
	if got, _ := v.Get(local); got != "hidden" {
		t.Errorf("local: %q", got)
	}
}

// TestSweepBounds: names that come and go take no more slots than there are at a
// time, and what is set is never lost.
func TestSweepBounds(t *testing.T) {
	n := NewNames()
	v := New(n)
	r := rand.New(rand.NewPCG(1, 2))
	live := make(map[string]string)
	for i := range 100_000 {
		name := "v" + strconv.Itoa(i)
		v.Set(n.Slot(name), name)
		if i%50 == 0 {
			live[name] = name
		} else {
			v.Unset(n.Slot(name), false)
		}
		if r.IntN(500) == 0 {
			for name := range live { // any one
				v.Unset(n.Slot(name), false)
				delete(live, name)
				break
			}
		}
		if v.Littered() {
			v.Sweep()
			for name, want := range live {
				if got, ok := v.Get(n.Slot(name)); got != want || !ok {
					t.Fatalf("%s: %q %v", name, got, ok)
				}
			}
		}
	}
	if n.Len() > 4*len(live)+4*fewLoose {
		t.Errorf("%d slots, %d variables", n.Len(), len(live))
	}
}
