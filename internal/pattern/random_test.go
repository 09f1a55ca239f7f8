package pattern

import (
	"gpipe/internal/effort"
	"math/rand/v2"
	"testing"
)

// TestRandom checks patterns made of special characters mostly, which a
// fuzzer finds only slowly.
func TestRandom(t *testing.T) {
	t.Parallel()
	pieces := []string{
		"*", "?", "a", "b", "A", ".", "/", "é", "É", "\xc3", "[ab]", "[!a]",
		"[a-é]", "[[:alpha:]]", "[^[:upper:].]", "@(", "!(", "*(", "+(", "?(",
		"|", ")", "\\", "[", "]", "(", "-",
	}
	subject := []string{"a", "b", "A", ".", "/", "é", "É", "\xc3", "\xa9", "]", "-"}
	rounds := effort.Of(3_000, 15_000, 60_000)
	r := rand.New(rand.NewPCG(1, 2))
	join := func(from []string, n int) (s string) {
		for range n {
			s += from[r.IntN(len(from))]
		}
		return s
	}
	for range rounds {
		pat, s := join(pieces, r.IntN(8)), join(subject, r.IntN(6))
		flags := Flags(r.IntN(int(Period << 1)))
		checkAgainstOracle(t, pat, s, flags)
		if t.Failed() {
			return
		}
	}
}
