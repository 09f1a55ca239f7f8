package pattern

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// affixes is what the parameter expansions that use a pattern make of a
// value.
type affixes struct {
	ShortPrefix, LongPrefix, ShortSuffix, LongSuffix, First string
}

var affixCases = []struct {
	value, pat string
	flags      Flags
	want       affixes
}{
	{"a/b/c", "*/", 0, affixes{"b/c", "c", "a/b/c", "a/b/c", "-c"}},
	{"a/b/c", "/*", 0, affixes{"a/b/c", "a/b/c", "a/b", "a", "a-"}},
	{"a.b.c", ".*", 0, affixes{"a.b.c", "a.b.c", "a.b", "a", "a-"}},
	{"a.b.c", "*.", 0, affixes{"b.c", "c", "a.b.c", "a.b.c", "-c"}},
	{"abcabc", "*b*", 0, affixes{"cabc", "", "abca", "", "-"}},
	{"abcabc", "abc", 0, affixes{"abc", "abc", "abc", "abc", "-abc"}},
	{"abcabc", "*", 0, affixes{"abcabc", "", "abcabc", "", "-"}},
	{"abcabc", "?", 0, affixes{"bcabc", "bcabc", "abcab", "abcab", "-bcabc"}},
	{"abcabc", "[a-b]*c", 0, affixes{"abc", "", "abca", "", "-"}},
	{"abcabc", "x", 0, affixes{"abcabc", "abcabc", "abcabc", "abcabc", "abcabc"}},
	{"aXbXc", "a*X", 0, affixes{"bXc", "c", "aXbXc", "aXbXc", "-c"}},
	{"aXbXc", "X*c", 0, affixes{"aXbXc", "aXbXc", "aXb", "a", "a-"}},
	{"aXbXc", "*X*X*", 0, affixes{"c", "", "a", "", "-"}},
	{"", "*", 0, affixes{"", "", "", "", "-"}},
	{"éàü", "?", UTF8, affixes{"àü", "àü", "éà", "éà", "-àü"}},
	{"éàü", "*[à]", UTF8, affixes{"ü", "ü", "éàü", "éàü", "-ü"}},
	{"aabab", "+(a)", ExtGlob, affixes{"abab", "bab", "aabab", "aabab", "-bab"}},
	{"aabab", "+(a|b)", ExtGlob, affixes{"abab", "", "aaba", "", "-"}},
	{"aabab", "*(a|b)", ExtGlob, affixes{"aabab", "", "aabab", "", "-"}},
	{"aabab", "!(a)", ExtGlob, affixes{"aabab", "", "aabab", "", "-"}},
	{"aabab", "!(aabab)", ExtGlob, affixes{"aabab", "b", "aabab", "a", "-b"}},
	{"aabab", "@(ab|ba)", ExtGlob, affixes{"aabab", "aabab", "aab", "aab", "a-ab"}},
	{"foo.tar.gz", ".@(tar|gz)", ExtGlob, affixes{"foo.tar.gz", "foo.tar.gz", "foo.tar", "foo.tar", "foo-.gz"}},
}

// expandAll does what the expansions do.
func expandAll(value string, p *Pattern) affixes {
	prefix := func(longest bool) string {
		if n := p.Prefix(value, longest); n >= 0 {
			return value[n:]
		}
		return value
	}
	suffix := func(longest bool) string {
		if n := p.Suffix(value, longest); n >= 0 {
			return value[:n]
		}
		return value
	}
	first := value
	if start, end := p.Find(value, 0); start >= 0 {
		first = value[:start] + "-" + value[end:]
	}
	return affixes{prefix(false), prefix(true), suffix(false), suffix(true), first}
}

func TestAffixes(t *testing.T) {
	t.Parallel()
	for _, c := range affixCases {
		got := expandAll(c.value, Compile(c.pat, c.flags))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q with %q, %b (-want +got):\n%s", c.value, c.pat, c.flags, diff)
		}
	}
}

func TestFindFrom(t *testing.T) {
	t.Parallel()
	p := Compile("a*b", 0)
	if start, end := p.Find("abxab", 1); start != 3 || end != 5 {
		t.Errorf("Find = %d, %d, want 3, 5", start, end)
	}
	if start, end := p.Find("abxab", 4); start != -1 || end != -1 {
		t.Errorf("Find = %d, %d, want -1, -1", start, end)
	}
	if start, end := Compile("", 0).Find("ab", 2); start != 2 || end != 2 {
		t.Errorf("Find = %d, %d, want 2, 2", start, end)
	}
}

// TestNoBlowUp has patterns for which a matcher that goes back takes longer
// than anyone waits.
func TestNoBlowUp(t *testing.T) {
	t.Parallel()
	s := strings.Repeat("a", 5000)
	for _, pat := range []string{
		strings.Repeat("a*", 1000) + "b",
		strings.Repeat("*a", 1000) + "b",
		strings.Repeat("*[ab]", 500) + "c",
		strings.Repeat("*(a|", 40) + "a" + strings.Repeat(")", 40) + "b",
		strings.Repeat("+(a|aa)", 40) + "b",
		"+(+(+(a)))b",
	} {
		if Compile(pat, ExtGlob).Match(s) {
			t.Errorf("%.20q... matches", pat)
		}
	}
	short := s[:60]
	for _, pat := range []string{
		strings.Repeat("!(", 12) + "b" + strings.Repeat(")", 12) + "c",
		strings.Repeat("*(!(a)|", 8) + "b" + strings.Repeat(")", 8) + "c",
	} {
		if Compile(pat, ExtGlob).Match(short) {
			t.Errorf("%.20q... matches", pat)
		}
	}
}

func TestDeepNesting(t *testing.T) {
	t.Parallel()
	const n = 20_000
	for _, pat := range []string{
		strings.Repeat("@(", n),
		strings.Repeat("@(", n) + "a" + strings.Repeat(")", n),
		strings.Repeat("!(", 2000) + "a" + strings.Repeat(")", 2000),
		strings.Repeat("[", n),
	} {
		Compile(pat, ExtGlob).Match("aaaaaaaa")
		HasMeta(pat, ExtGlob)
	}
}
