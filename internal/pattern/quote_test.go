package pattern

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	want := map[string]string{
		"":        "",
		"abc/d":   "abc/d",
		"a*b?":    `a\*b\?`,
		"[a-z]":   `\[a\-z\]`,
		`\`:       `\\`,
		"!(a|b)":  `\!\(a\|b\)`,
		"é\xff^":  "é\xff\\^",
		"[:x:.=]": `\[\:x\:\.\=\]`,
	}
	for s := range want {
		got[s] = string(Quote(nil, s))
		if plain := string(Unescape(nil, got[s])); plain != s {
			t.Errorf("Unescape(%q) = %q, want %q", got[s], plain, s)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Quote (-want +got):\n%s", diff)
	}
}

func TestHasMeta(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pat   string
		flags Flags
		want  bool
	}{
		{"", 0, false},
		{"a/b.c", 0, false},
		{"*", 0, true},
		{`\*`, 0, false},
		{"a?", 0, true},
		{"[a]", 0, true},
		{"[a", 0, false},
		{"[]", 0, false},
		{`[a\]`, 0, false},
		{"[]]", 0, true},
		{"a]", 0, false},
		{"+(a)", 0, false},
		{"+(a)", ExtGlob, true},
		{"+(a", ExtGlob, false},
		{`+\(a)`, ExtGlob, false},
		{`\+(a)`, ExtGlob, false},
		{"(a)", ExtGlob, false},
		{"(a)+(b)", ExtGlob, true},
		{"[a/b]", Pathname, false},
	} {
		if got := HasMeta(c.pat, c.flags); got != c.want {
			t.Errorf("HasMeta(%q, %b) = %v, want %v", c.pat, c.flags, got, c.want)
		}
	}
}

func TestLiteral(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pat   string
		flags Flags
		want  string
		ok    bool
	}{
		{"abc", 0, "abc", true},
		{"", 0, "", true},
		{`a\*b`, 0, "a*b", true},
		{"[a", 0, "[a", true},
		{"[a]", 0, "", false},
		{"*", 0, "", false},
		{"a+", FoldCase, "", false},
		{"1+", FoldCase, "1+", true},
		{"@(a)", ExtGlob, "", false},
		{"\xff", UTF8, "", false},
	} {
		got, ok := Compile(c.pat, c.flags).Literal()
		if got != c.want || ok != c.ok {
			t.Errorf("Compile(%q, %b).Literal() = %q, %v, want %q, %v", c.pat, c.flags, got, ok, c.want, c.ok)
		}
	}
}

func TestCache(t *testing.T) {
	t.Parallel()
	var c Cache
	a := c.Compile("a*", 0)
	if c.Compile("a*", 0) != a {
		t.Error("not remembered")
	}
	if c.Compile("a*", UTF8) == a {
		t.Error("the flags do not count")
	}
	if c.Compile("a*", 0) != a {
		t.Error("remembered only once")
	}
	for i := range 3 * cacheSize {
		c.Compile(string(rune('0'+i)), 0)
	}
	if len(c.entries) > cacheSize {
		t.Errorf("%d entries, at most %d allowed", len(c.entries), cacheSize)
	}
}
