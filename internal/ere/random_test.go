package ere

import (
	"fmt"
	"gpipe/internal/effort"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRandom checks expressions made of special characters mostly, which a
// fuzzer finds only slowly.
func TestRandom(t *testing.T) {
	t.Parallel()
	pieces := append([]string{"^", "$", "(^|a)", "(a|$)", "\\b", "\\B", "[^a\xff]", "\xff"}, plainPieces...)
	count := effort.Of(1000, 5000, 15000)
	for flags := range (UTF8 | FoldCase) + 1 {
		for _, q := range randomQuestions(flags, pieces, []string{"a", "b", "c", "A", " ", "é", "\xff"}, count) {
			checkMatch(t, q.re, q.s, flags)
			if t.Failed() {
				return
			}
		}
	}
}

// TestLong has subjects that are longer than what is known at once of the open
// nodes, and automata that need more memory than there is.
func TestLong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ re, s string }{
		{"(.*)=(.*)", strings.Repeat("key = välue, ", 3000)},
		{"^(a|b|ab)*(ba)(.*)$", strings.Repeat("ab", 9000)},
		{"((a*)(b*))*c", strings.Repeat("aabbb", 5000) + "c"},
		{"(a|b)*a(a|b){9}(.*)", strings.Repeat("abbabaaabb", 1000)},
		{"(é|日)*日", strings.Repeat("é日日", 3000)},
		{"([^,]*,)*x", strings.Repeat("a,bb,", 3000) + "x"},
		{"(.{1000}).", strings.Repeat("ab", 2000)},
	} {
		re := mustCompile(t, c.re, UTF8)
		loc, ok, err := re.Match(c.s, nil)
		if !ok || err != nil {
			t.Errorf("%s: %v, %v", c.re, ok, err)
			continue
		}
		// What bash answers for the same is too slow to ask for.
		checkGroups(t, re, c.s, loc, ok)
		checkSteps(t, re, c.s)
		want := fmt.Sprint(inOneBlock(re, c.s))
		if diff := cmp.Diff(want, fmt.Sprint(loc)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.re, diff)
		}
	}
}

// inOneBlock matches as if it were known at once what is open everywhere.
func inOneBlock(re *Regexp, s string) []int {
	m := newMachine(re)
	m.blockSize = len(s) + 1
	loc := make([]int, 2*(re.groups+1))
	for i := range loc {
		loc[i] = -1
	}
	re.search(s, m, loc)
	return loc
}

// TestWork has expressions for which a matcher that tries one way after the
// other takes time that grows exponentially, or with the square of the length.
func TestWork(t *testing.T) {
	t.Parallel()
	for _, re := range []string{
		"(a*)*b", "(a|a)*b", "(a|aa)+b", "((a*)*)*b", "(.*)(.*)(.*)b", "a*a*a*a*b", "a*b", ".*.*=.*",
		"[a-z]*$x", "(x+x+)+y", "([a-z]+)*c", "(a?){30}a{30}b", "a{1,300}b", "(aa?)*\\bb", "(^|b)?.*c",
		"(.{0,300})*b", "\\<a*\\>b",
	} {
		x := mustCompile(t, re, UTF8)
		for _, s := range []string{strings.Repeat("a", 3000), strings.Repeat("é", 1000), strings.Repeat("ab", 500) + "!"} {
			if _, _, err := x.Match(s, nil); err != nil {
				t.Errorf("%s: %v", re, err)
			}
			checkSteps(t, x, s)
		}
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	re := mustCompile(t, "([a-z]*)(a|é)*=(.*)", UTF8)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 300 {
				s := strings.Repeat("aé", i%7) + "=" + strings.Repeat("x", i%5)
				if loc, ok, _ := re.Match(s, nil); !ok || loc[1] != len(s) {
					t.Errorf("%q: %v", s, loc)
				}
			}
		})
	}
	wg.Wait()
}
