package json

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriter(t *testing.T) {
	var w Writer
	w.Object()
	w.Key("text")
	w.String("a\"b\\c\n\t\x01\x7fé\xff")
	w.Key("list")
	w.Array()
	w.Int(-3)
	w.Float(1.25, 2)
	w.Object()
	w.End()
	w.Array()
	w.EndArray()
	w.Bool(true)
	w.Null()
	w.EndArray()
	w.Key("last")
	w.Int(1)
	w.End()
	var got any
	if err := json.Unmarshal(w.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v", w.Bytes(), err)
	}
	want := map[string]any{
		"text": "a\"b\\c\n\t\x01\x7fé\ufffd",
		"list": []any{-3.0, 1.25, map[string]any{}, []any{}, true, nil},
		"last": 1.0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSequence(t *testing.T) {
	var w Writer
	for range 2 {
		w.Object()
		w.Key("n")
		w.Int(1)
		w.End()
		w.Newline()
	}
	if got, want := string(w.Bytes()), "{\"n\":1}\n{\"n\":1}\n"; got != want || w.Len() != len(want) {
		t.Errorf("got %q, want %q", got, want)
	}
	w.Reset()
	if w.Len() != 0 {
		t.Errorf("%d bytes after Reset", w.Len())
	}
}

func TestStringActs(t *testing.T) {
	var w Writer
	w.String("\x1b\u009b\u061c\u200f\u202e\u2069\u05d0")
	if got, want := string(w.Bytes()), `"\u001b\u009b\u061c\u200f\u202e\u2069`+"\u05d0\""; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzString(f *testing.F) {
	f.Add("a\"\\\x00\xff\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		var w Writer
		w.String(s)
		var got string
		if err := json.Unmarshal(w.Bytes(), &got); err != nil {
			t.Fatalf("%q: %s: %v", s, w.Bytes(), err)
		}
	})
}
