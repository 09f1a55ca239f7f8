package ere

import (
	"errors"
	"gpipe/internal/effort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// matchCase is what an expression matches in a string, and its groups, in angle
// brackets, "no", or an error. The reason says why bash has another answer.
type matchCase struct {
	re, s string
	flags Flags
	want  string
	bash  string
}

// Reasons why bash is not compared.
const (
	wholeChars = "glibc finds bytes inside characters, too"
	ownBytes   = "to glibc no bracket expression holds such a byte"
	latin      = "glibc takes such a byte for the character of that number"
	loose      = "glibc takes encodings that are none"
	symbols    = "glibc has these in other locales only"
	hangs      = "glibc never returns"
)

var matchCases = []matchCase{
	// Which match: the leftmost, and the longest of those.
	{re: "b|abc|ab", s: "xabcd", want: "<abc>"},
	{re: "a*", s: "baa", want: "<>"},
	{re: "a+", s: "baab", want: "<aa>"},
	{re: "(a|ab)(c|bcd)(d*)", s: "abcd", want: "<abcd><a><bcd><>"},
	{re: "x*", s: "", want: "<>"},
	{re: "", s: "a", want: "<>"},
	{re: "[0-9]+$", s: "1a22", want: "<22>"},
	{re: "(.*)=(.*)", s: "a=b=c", want: "<a=b=c><a=b><c>"},
	{re: "^([a-z]+)=([0-9]+)$", s: "name=12", want: "<name=12><name><12>"},
	{re: "^([a-z]+)=([0-9]+)$", s: "name=12x", want: "no"},
	{re: "([^,]*),?(.*)", s: "one,two,three", want: "<one,two,three><one><two,three>"},

	// Groups in repetitions keep the last text, that of an empty turn only if
	// there is no other.
	{re: "(a*)*", s: "aa", want: "<aa><aa>"},
	{re: "(a*)*", s: "b", want: "<><>"},
	{re: "(a*)+", s: "aa", want: "<aa><aa>"},
	{re: "(a|b)*", s: "abab", want: "<abab><b>"},
	{re: "((a)|b)*", s: "ab", want: "<ab><b><a>"},
	{re: "(a?){0,2}b", s: "ab", want: "<ab><>"},
	{re: "(.?)+*", s: "ab", want: "<ab><>"},
	{re: "(a|ab){2}", s: "aab", want: "<aab><ab>"},
	{re: "(x){0}a", s: "a", want: "<a><>"},
	{re: "(|a)+", s: "aa", want: "<aa><a>"},
	{re: "(a|)b", s: "b", want: "<b><>"},
	{re: "((b*|c)|d*)*e", s: "ce", want: "<ce><c><c>", bash: hangs},

	// A newline is a character like any other.
	{re: "^[0-9]+$", s: "12\nrm", want: "no"},
	{re: "a.b", s: "a\nb", want: "<a\nb>"},
	{re: "a[^x]b", s: "a\nb", want: "<a\nb>"},
	{re: "a$", s: "a\nb", want: "no"},
	{re: "^b", s: "a\nb", want: "no"},
	{re: "\\s", s: "a\nb", want: "<\n>"},

	// Anchors.
	{re: "a^", s: "a", want: "no"},
	{re: "a$b", s: "a$b", want: "no"},
	{re: "(^|b)a", s: "ba", want: "<ba><b>"},
	{re: "(^a|b)*", s: "ba", want: "<b><b>"},
	{re: "(^)*a", s: "a", want: "<a><>"},
	{re: "a(b|$)", s: "ca", want: "<a><>"},
	{re: "^$", s: "", want: "<>"},
	{re: "^a|b", s: "ab", want: "<a>"},
	{re: "^*", s: "a", want: "nothing to repeat"},
	{re: "\\`a\\'", s: "a", want: "<a>"},
	{re: "^.{2000}$", s: strings.Repeat("x", 2000), want: "<" + strings.Repeat("x", 2000) + ">"},
	{re: "^.{2000}$", s: strings.Repeat("x", 2001), want: "no"},

	// Intervals.
	{re: "a{,2}", s: "aaa", want: "<aa>"},
	{re: "a{2,}", s: "aaaa", want: "<aaaa>"},
	{re: "a{,}", s: "aa", want: "<aa>"},
	{re: "a{1}{2}", s: "aa", want: "<aa>"},
	{re: "a{32767}", s: "a", want: "no"},
	{re: "a{32768}", s: "a", want: "too big"},
	{re: "a{1", s: "a", want: "unmatched {"},
	{re: "a{x}", s: "a", want: "not an interval in { }"},
	{re: "a{}", s: "a", want: "not an interval in { }"},
	{re: "a{2,1}", s: "a", want: "not an interval in { }"},
	{re: "a{1,2,3}", s: "a", want: "not an interval in { }"},
	{re: "{1}", s: "a", want: "nothing to repeat"},
	{re: "a}", s: "a}", want: "<a}>"},

	// Bracket expressions.
	{re: "[\\w]+", s: "a\\w", want: "<\\w>"},
	{re: "[]a]+", s: "b]a", want: "<]a>"},
	{re: "[^]a]+", s: "]b", want: "<b>"},
	{re: "[a-c]+", s: "xabcd", want: "<abc>"},
	{re: "[a-]+", s: "b-a", want: "<-a>"},
	{re: "[--/]+", s: "a./-", want: "<./->"},
	{re: "[[=d=]]", s: "d", want: "<d>"},
	{re: "[[.d.]]", s: "d", want: "<d>"},
	{re: "[a-[.z.]]", s: "q", want: "<q>"},
	{re: "[[.-.]a]+", s: "x-a", want: "<-a>"},
	{re: "[[:alpha:]]+", s: "1abC2", want: "<abC>"},
	{re: "[^[:space:]]+", s: "  ab c", want: "<ab>"},
	{re: "[[:digit:]-]+", s: "a1-2", want: "<1-2>"},
	{re: "[:a:]", s: ":", want: "<:>"},
	{re: "[[.space.]]", s: "a b", want: "< >", bash: symbols},
	{re: "[[.nosuch.]]", s: "a", want: "unknown collating symbol"},
	{re: "[[:nosuch:]]", s: "a", want: "unknown character class"},
	{re: "[[:word:]]", s: "a", want: "unknown character class"},
	{re: "[z-a]", s: "a", want: "not a range"},
	{re: "[a-c-e]", s: "a", want: "not a range"},
	{re: "[[:digit:]-a]", s: "a", want: "not a range"},
	{re: "[a-[:digit:]]", s: "a", want: "not a range"},
	{re: "[[=d=]-z]", s: "a", want: "not a range"},
	{re: "[a", s: "a", want: "unmatched ["},
	{re: "[]", s: "]", want: "unmatched ["},
	{re: "[[:a]", s: "a", want: "unmatched ["},

	// What the GNU C library adds.
	{re: "\\w+", s: " a_1 ", want: "<a_1>"},
	{re: "\\W+", s: "a -b", want: "< ->"},
	{re: "\\S+", s: " ab ", want: "<ab>"},
	{re: "\\bfoo", s: "a foo", want: "<foo>"},
	{re: "\\bfoo", s: "afoo", want: "no"},
	{re: "\\<foo\\>", s: "a foo.", want: "<foo>"},
	{re: "\\<foo\\>", s: "a foos", want: "no"},
	{re: "a\\Bb", s: "ab", want: "<ab>"},
	{re: "\\B", s: "", want: "<>"},
	{re: "\\b", s: "", want: "no"},
	{re: "\\n", s: "n", want: "<n>"},
	{re: "\\.", s: "a.", want: "<.>"},
	{re: "\\b*", s: "a", want: "nothing to repeat"},

	// Back-references.
	{re: "(a)\\1", s: "aa", want: "<aa><a>"},
	{re: "(.+)\\1", s: "xabab", want: "<abab><ab>"},
	{re: "^(.*)-\\1$", s: "ab-ab", want: "<ab-ab><ab>"},
	{re: "^(.*)-\\1$", s: "ab-ac", want: "no"},
	{re: "(a*)(b)\\1", s: "aaba", want: "<aba><a><b>"},
	{re: "(a)|b\\1", s: "b", want: "reference to a group that is not there"},
	{re: "(a)(\\1|b)", s: "aa", want: "<aa><a><a>"},
	{re: "(x)\\1", s: "xX", flags: FoldCase, want: "<xX><x>"},
	{re: "(é)\\1", s: "éÉ", flags: UTF8 | FoldCase, want: "<éÉ><é>"},
	{re: "\\1(a)", s: "aa", want: "reference to a group that is not there"},
	{re: "(a\\1)", s: "aa", want: "reference to a group that is not there"},
	{re: "(a)\\2", s: "aa", want: "reference to a group that is not there"},
	{re: "\\b(\\w+) \\1\\b", s: "is this this", want: "<this this><this>"},

	// Odd forms.
	{re: "a|*b", s: "b", want: "nothing to repeat"},
	{re: "(*a)", s: "a", want: "nothing to repeat"},
	{re: "a**", s: "aa", want: "<aa>"},
	{re: "a||b", s: "b", want: "<b>"},
	{re: "()", s: "a", want: "<><>"},
	{re: "a)", s: "a)", want: "<a)>"},
	{re: ")*a", s: "))a", want: "<))a>"},
	{re: "(a", s: "a", want: "unmatched ("},
	{re: "a\\", s: "a", want: "trailing backslash"},

	// Characters.
	{re: "^.$", s: "é", flags: UTF8, want: "<é>"},
	{re: "^.$", s: "é", want: "no"},
	{re: "[[:alpha:]]", s: "é", flags: UTF8, want: "<é>"},
	{re: "[[:alpha:]]", s: "é", want: "no"},
	{re: "\\w", s: "é", flags: UTF8, want: "<é>"},
	{re: "é{2}", s: "éé", flags: UTF8, want: "<éé>"},
	{re: "[^é]+", s: "éaé", flags: UTF8, want: "<a>"},
	{re: "(日|本)+", s: "x日本", flags: UTF8, want: "<日本><本>"},
	{re: "\\é", s: "é", flags: UTF8, want: "<é>"},
	{re: "[[.é.]]", s: "é", flags: UTF8, want: "<é>", bash: symbols},
	{re: "[é-ü]", s: "ö", flags: UTF8, want: "<ö>", bash: symbols},
	{re: "é", s: "É", flags: UTF8 | FoldCase, want: "<É>"},
	{re: "[a-c]+", s: "xAbC", flags: FoldCase, want: "<AbC>"},
	{re: "[[:upper:]]+", s: "aB", flags: FoldCase, want: "<aB>"},
	{re: "[Z-a]", s: "a", flags: FoldCase, want: "not a range"},
	{re: ".", s: "\xff", want: "<\xff>"},
	{re: ".", s: "\xff", flags: UTF8, want: "no"},
	{re: "a[^x]b", s: "a\xffb", flags: UTF8, want: "no"},
	{re: "\\W", s: "\xff", flags: UTF8, want: "no"},
	{re: "a\xffb", s: "a\xffb", flags: UTF8, want: "<a\xffb>"},
	{re: "a[\xff]b", s: "a\xffb", flags: UTF8, want: "<a\xffb>", bash: ownBytes},
	{re: "\xa9", s: "é", flags: UTF8, want: "no", bash: wholeChars},
	{re: "\xc3*", s: "é", flags: UTF8, want: "<>", bash: wholeChars},
	{re: "\\bb", s: "a\xffb", flags: UTF8, want: "<b>", bash: latin},
	{re: ".", s: "\xed\xa0\x80", flags: UTF8, want: "no", bash: loose},
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range matchCases {
		if diff := cmp.Diff(c.want, answer(c.re, c.s, c.flags)); diff != "" {
			t.Errorf("%q on %q, flags %b (-want +got):\n%s", c.re, c.s, c.flags, diff)
		}
	}
}

// answer is what a matchCase wants.
func answer(re, s string, flags Flags) string {
	x, err := Compile(re, flags)
	if err != nil {
		return err.Error()
	}
	loc, ok, err := x.Match(s, nil)
	switch {
	case err != nil:
		return err.Error()
	case !ok:
		return "no"
	}
	var b strings.Builder
	for i := 0; i < len(loc); i += 2 {
		b.WriteString("<" + s[max(loc[i], 0):max(loc[i+1], 0)] + ">")
	}
	return b.String()
}

// TestBounds looks at offsets, which tell an empty group from one that took no
// part.
func TestBounds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		re, s string
		want  []int
	}{
		{"b", "abc", []int{1, 2}},
		{"(x)|(c)()", "abc", []int{2, 3, -1, -1, 2, 3, 3, 3}},
		{"(x*)b|(c)", "abc", []int{1, 2, 1, 1, -1, -1}},
		{"(a|(x))*b", "abc", []int{0, 2, 0, 1, -1, -1}},
	} {
		loc, ok, err := mustCompile(t, c.re, 0).Match(c.s, []int{7})
		if !ok || err != nil {
			t.Errorf("%q on %q: %v, %v", c.re, c.s, ok, err)
		}
		if diff := cmp.Diff(append([]int{7}, c.want...), loc); diff != "" {
			t.Errorf("%q on %q (-want +got):\n%s", c.re, c.s, diff)
		}
	}
}

func mustCompile(t testing.TB, re string, flags Flags) *Regexp {
	t.Helper()
	x, err := Compile(re, flags)
	if err != nil {
		t.Fatalf("%q: %v", re, err)
	}
	return x
}

func TestTooMuch(t *testing.T) {
	effort.Usual(t)
	t.Parallel()
	for _, c := range []struct {
		re   string
		want error
	}{
		{"((a{1000}){1000}){1000}", ErrTooBig},
		{strings.Repeat("(", 20) + "a" + strings.Repeat("+)", 20) + "{100}", ErrTooBig},
		{"(" + strings.Repeat("ab|", maxSize) + ")", ErrTooBig},
		{strings.Repeat(".", maxSize), ErrTooBig},
		{strings.Repeat("(", maxDepth+1), ErrTooDeep},
		{strings.Repeat("(", maxDepth) + strings.Repeat(")", maxDepth), nil},
	} {
		if _, err := Compile(c.re, UTF8); !errors.Is(err, c.want) {
			t.Errorf("%.30q: %v, want %v", c.re, err, c.want)
		}
	}
	re := mustCompile(t, "(.*)(.*)(.*)(.*)\\1\\2\\3\\4x", 0)
	if _, _, err := re.Match(strings.Repeat("ab", 100)+"x", nil); !errors.Is(err, ErrTooComplex) {
		t.Errorf("back-references: %v", err)
	}
}

func TestCache(t *testing.T) {
	t.Parallel()
	var c Cache
	first, err := c.Compile("a", 0)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := c.Compile("a", 0); again != first {
		t.Error("compiled again")
	}
	if other, _ := c.Compile("a", UTF8); other == first {
		t.Error("flags do not count")
	}
	for i := range 3 * cacheSize {
		if _, err := c.Compile(strings.Repeat("a", i+1), 0); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.entries); n > cacheSize {
		t.Errorf("%d entries", n)
	}
	if _, err := c.Compile("(", 0); !errors.Is(err, ErrParenthesis) {
		t.Errorf("%v", err)
	}
}
