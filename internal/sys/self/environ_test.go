package self

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDeduplicate(t *testing.T) {
	for _, c := range []struct{ env, want []string }{
		{nil, []string{}},
		{[]string{"A=1"}, []string{"A=1"}},
		{[]string{"A=1", "B=2", "A=3"}, []string{"B=2", "A=3"}},
		{[]string{"A=1", "AA=2", "A=", "a=4"}, []string{"AA=2", "A=", "a=4"}},
		{[]string{"A", "A", "", "A=1"}, []string{"A", "A", "A=1"}},
		{[]string{"=x", "=y", "A=b=c", "A=d=e"}, []string{"=y", "A=d=e"}},
	} {
		given := append([]string(nil), c.env...)
		if diff := cmp.Diff(c.want, Deduplicate(c.env)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.env, diff)
		}
		if diff := cmp.Diff(given, c.env); diff != "" {
			t.Errorf("%q was changed:\n%s", given, diff)
		}
	}
}
