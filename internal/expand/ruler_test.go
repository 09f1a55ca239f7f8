package expand

import (
	"math/rand/v2"
	"testing"
	"unsafe"

	"gpipe/internal/vars"
)

// A text that grows in place, in bytes that may end within a character, is measured
// as one that is seen for the first time; several texts do not disturb each other.
func TestRulers(t *testing.T) {
	t.Parallel()
	v := vars.New(vars.NewNames())
	if err := v.Set(vars.LC_ALL, "C.UTF-8"); err != nil {
		t.Fatal(err)
	}
	bits := []string{"a", "é", "€", "😀", "\xff", "\xe2", "\x82", "\xac", "plain text that is longer", "\xf0\x9f"}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		st := &State{Vars: v}
		texts := make([][]byte, 1+r.IntN(6))
		for i := range texts {
			texts[i] = make([]byte, 0, 16<<10)
		}
		for range 400 {
			k := r.IntN(len(texts))
			for range r.IntN(30) {
				if b := bits[r.IntN(len(bits))]; len(texts[k])+len(b) <= cap(texts[k]) {
					texts[k] = append(texts[k], b...)
				}
			}
			s := unsafe.String(unsafe.SliceData(texts[k]), len(texts[k]))
			want := characters(s)
			from := r.IntN(len(want) + 2)
			length := r.IntN(len(want) + 2)
			got, err := st.substring(s, int64(from), int64(length), true)
			if err != nil || got != join(cut(want, from, length)) || st.length(s) != len(want) {
				t.Fatalf("seed %d: characters %d to %d of %q are %q, %v, and it has %d, want %d", seed, from, from+length, s, got, err, st.length(s), len(want))
			}
		}
	}
}

// characters are those of s.
func characters(s string) (ps []piece) {
	from := 0
	for i := range s {
		if i > from {
			ps = append(ps, piece{s: s[from:i]})
		}
		from = i
	}
	if from < len(s) {
		ps = append(ps, piece{s: s[from:]})
	}
	return ps
}

func cut(ps []piece, from, length int) []piece {
	from = min(from, len(ps))
	return ps[from:min(from+length, len(ps))]
}
