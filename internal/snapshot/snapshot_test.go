package snapshot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoundTrip(t *testing.T) {
	var w Writer
	w.Int(-5)
	w.Int(1 << 62)
	w.Bool(true)
	w.String("a\x00b")
	w.Strings([]string{"", "x"})
	w.Strings(nil)
	r := NewReader(string(w.Bytes()))
	got := []any{r.Int(), r.Int(), r.Bool(), r.String(), r.Strings(), r.Strings(), r.Err()}
	want := []any{int64(-5), int64(1 << 62), true, "a\x00b", []string{"", "x"}, []string{}, nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Int(); r.Err() != ErrBroken {
		t.Errorf("reading on: %v", r.Err())
	}
}

// Whatever the bytes are, reading them ends.
func FuzzReader(f *testing.F) {
	var w Writer
	w.Strings([]string{"a", "b"})
	w.String("c")
	f.Add(string(w.Bytes()))
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Fuzz(func(t *testing.T, text string) {
		r := NewReader(text)
		for r.Err() == nil {
			r.Strings()
			r.Int()
		}
		if r.String() != "" || r.Len() != 0 {
			t.Error("values after an error")
		}
	})
}
