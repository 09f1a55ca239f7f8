package expand

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSortPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, prefix := range []string{"", "dir/", "a/long/directory/with/many/names/"} {
		for _, n := range []int{0, 1, few, few + 1, 500} {
			t.Run(fmt.Sprint(prefix, n), func(t *testing.T) {
				paths := make([]string, n)
				for i := range paths {
					paths[i] = prefix + randomName(r)
				}
				want := slices.Clone(paths)
				slices.Sort(want)
				sortPaths(paths)
				if diff := cmp.Diff(want, paths); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			})
		}
	}
}

// randomName has few different bytes, the smallest and the largest among them,
// so that names share prefixes longer than a key.
func randomName(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(14) {
		b.WriteByte("aab\x01\xff"[r.IntN(5)])
	}
	return b.String()
}
