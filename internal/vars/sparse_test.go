package vars

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSparse compares an array with gaps with a map, over many changes of
// which each kind, front, end and middle, makes blocks fill, split and empty.
func TestSparse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	a := &indexedArray{}
	want := map[int64]string{}
	change := func(i int64, set bool) {
		if set {
			a.set(i, itoa(i))
			want[i] = itoa(i)
		} else {
			a.unset(i)
			delete(want, i)
		}
	}
	check := func() {
		t.Helper()
		idx := make([]int64, 0, len(want))
		for i := range want {
			idx = append(idx, i)
		}
		slices.Sort(idx)
		if got := a.indices(); !slices.Equal(got, idx) {
			t.Fatalf("indices %v, want %v", got, idx)
		}
		for k, val := range a.values(nil) {
			if got, ok := a.get(idx[k]); !ok || got != val || val != want[idx[k]] || a.rank(idx[k]) != k {
				t.Fatalf("element %d is %q, %v, in the list %q, rank %d of %d", idx[k], got, ok, val, a.rank(idx[k]), k)
			}
		}
		end := int64(0)
		if n := len(idx); n > 0 {
			end = idx[n-1] + 1
		}
		if a.len() != len(idx) || a.end() != end {
			t.Fatalf("len %d, end %d; want %d, %d", a.len(), a.end(), len(idx), end)
		}
	}
	for i := int64(3000); i > 1000; i-- {
		change(i, true)
	}
	check()
	for i := int64(5000); i < 7000; i++ {
		change(i, true)
	}
	for round := range 20 {
		for range 1000 {
			change(r.Int64N(8000), r.IntN(20) < round)
		}
		check()
	}
	old := a.clone(1)
	for i := range int64(8000) {
		change(i, false)
	}
	check()
	if old.len() == 0 {
		t.Error("the copy lost its elements")
	}
	change(7, true)
	check()
}

func BenchmarkArrayBackwards(b *testing.B) {
	for b.Loop() {
		a := &indexedArray{}
		for i := int64(100_000); i > 0; i-- {
			a.set(i, "x")
		}
	}
}
