package ere

import (
	"strings"
	"testing"
)

func FuzzMatch(f *testing.F) {
	for _, c := range matchCases {
		f.Add(c.re, c.s, uint8(c.flags))
	}
	f.Add("(a|b)*c|(a|ab)*c", "abcabc", uint8(UTF8))
	f.Add("((b*|c)|d*)*e", "bbccddcbe", uint8(0))
	f.Add("(a*)*b", strings.Repeat("a", 300), uint8(UTF8))
	f.Fuzz(func(t *testing.T, re, s string, bits uint8) {
		flags := Flags(bits) & (UTF8 | FoldCase)
		if len(re) > 1000 || len(s) > 5000 {
			t.Skip()
		}
		checkMatch(t, re, s, flags)
	})
}

// checkMatch looks at everything about a match that can be told.
func checkMatch(t *testing.T, re, s string, flags Flags) {
	t.Helper()
	x, err := Compile(re, flags)
	if err != nil || x.prog != nil && len(x.prog.nodes)*len(s) > 1<<20 {
		return
	}
	loc, ok, err := x.Match(s, nil)
	if err != nil || x.literal || x.prog.backRefs {
		checkGroups(t, x, s, loc, ok)
		return
	}
	checkGroups(t, x, s, loc, ok)
	checkSteps(t, x, s)
	checkOtherWay(t, x, s, loc)
	if len(re) > 30 || len(s) > 30 || len(x.prog.nodes) > 300 {
		return
	}
	start, end := slowMatch(re, s, flags)
	if ok != (start >= 0) || ok && (loc[0] != start || loc[1] != end) {
		t.Errorf("%q on %q, flags %b: %v, want %d, %d", re, s, flags, loc, start, end)
	}
}

// checkGroups demands that groups are inside the match.
func checkGroups(t *testing.T, x *Regexp, s string, loc []int, ok bool) {
	t.Helper()
	if !ok {
		if len(loc) > 0 {
			t.Errorf("%q on %q: no match, but %v", x, s, loc)
		}
		return
	}
	if len(loc) != 2*(x.groups+1) {
		t.Errorf("%q on %q: %d bounds", x, s, len(loc))
	}
	for i := 0; i < len(loc); i += 2 {
		none := loc[i] == -1 && loc[i+1] == -1
		if !none && (loc[i] < loc[0] || loc[i+1] < loc[i] || loc[i+1] > loc[1]) {
			t.Errorf("%q on %q: group %d: %v", x, s, i/2, loc)
		}
	}
}

// checkSteps demands that the work is in proportion to the size of the
// expression times that of the string.
func checkSteps(t *testing.T, x *Regexp, s string) {
	t.Helper()
	m := x.take()
	most := 20 * (len(s) + 20) * (len(x.prog.nodes) + len(x.prog.atoms) + 20)
	if m.steps > most {
		t.Errorf("%q on %d bytes: %d steps, want %d at most", x, len(s), m.steps, most)
	}
	m.steps = 0
	x.idle.Store(m)
}

// checkOtherWay demands that what the one-pass table found the automata find,
// too.
func checkOtherWay(t *testing.T, x *Regexp, s string, loc []int) {
	t.Helper()
	if x.onePass == nil {
		return
	}
	table := x.onePass
	x.onePass = nil
	other, _, _ := x.Match(s, nil)
	x.onePass = table
	if len(loc) != len(other) {
		t.Fatalf("%q on %q: %v, by automata %v", x, s, loc, other)
	}
	for i := range loc {
		if loc[i] != other[i] {
			t.Errorf("%q on %q: %v, by automata %v", x, s, loc, other)
			break
		}
	}
}
