package pattern

import (
	"testing"
	"unicode/utf8"

	"gpipe/internal/chars"
)

func FuzzMatch(f *testing.F) {
	seeds := []struct {
		pat, s string
		flags  Flags
	}{
		{"*a*b*", "xaxbx", 0},
		{"[a-c]*[!x]", "bé", UTF8},
		{"*[[:alpha:]]?", "é\xc3.", UTF8},
		{"a*é", "a\xc3\xc3\xa9", UTF8},
		{"*/*.c", "a/b/.c", Pathname | Period},
		{"[A-z]*K", "aK", UTF8 | FoldCase},
		{"!(a|b*)@(c|+(d?))", "bcdd", ExtGlob},
		{"*(a|!(b!(c)))", "aabbcc", ExtGlob},
		{".*(.)!(x)", "..x", ExtGlob | Period},
		{"@(a[)|]|\\)b)", "a)", ExtGlob},
		{"*\\", "a\\", 0},
		{"[[.hyphen.]-/[=a=]]", ".", 0},
		{"*\xc3", "é\xc3", UTF8},
	}
	for _, seed := range seeds {
		f.Add(seed.pat, seed.s, uint8(seed.flags))
	}
	f.Fuzz(func(t *testing.T, pat, s string, bits uint8) {
		// What is slow and sure is exponential.
		if len(pat) > 14 || len(s) > 9 {
			t.Skip()
		}
		flags := Flags(bits) & (UTF8 | ExtGlob | FoldCase | Pathname | Period)
		checkAgainstOracle(t, pat, s, flags)
	})
}

func checkAgainstOracle(t *testing.T, pat, s string, flags Flags) {
	t.Helper()
	p := Compile(pat, flags)
	nodes, _ := parse(pat, flags)
	if got, want := p.Match(s), slowMatch(nodes, s, flags, 0, len(s)); got != want {
		t.Errorf("Compile(%q, %b).Match(%q) = %v, want %v", pat, flags, s, got, want)
	}
	for _, longest := range []bool{false, true} {
		if got, want := p.Prefix(s, longest), slowPrefix(nodes, s, flags, longest); got != want {
			t.Errorf("Compile(%q, %b).Prefix(%q, %v) = %d, want %d", pat, flags, s, longest, got, want)
		}
		if got, want := p.Suffix(s, longest), slowSuffix(nodes, s, flags, longest); got != want {
			t.Errorf("Compile(%q, %b).Suffix(%q, %v) = %d, want %d", pat, flags, s, longest, got, want)
		}
	}
	o := oracle{s: s, flags: flags}
	for _, from := range o.cuts(0, len(s)) {
		start, end := p.Find(s, from)
		wantStart, wantEnd := slowFind(nodes, s, flags, from)
		if start != wantStart || end != wantEnd {
			t.Errorf("Compile(%q, %b).Find(%q, %d) = %d, %d, want %d, %d",
				pat, flags, s, from, start, end, wantStart, wantEnd)
		}
	}
	checkFinder(t, p, nodes, s)
	if literal, ok := p.Literal(); ok && (!p.Match(literal) || literal != string(Unescape(nil, pat))) {
		t.Errorf("Compile(%q, %b).Literal() = %q", pat, flags, literal)
	}
	if quoted := Compile(string(Quote(nil, s)), flags); !quoted.Match(s) {
		t.Errorf("Quote(%q) does not match it", s)
	}
	// A backslash in the middle of a character makes two of it.
	if !HasMeta(pat, flags) && flags&FoldCase == 0 && utf8.ValidString(pat) {
		if plain := string(Unescape(nil, pat)); !p.Match(plain) || p.Match(s) && s != plain {
			t.Errorf("HasMeta(%q, %b) is false", pat, flags)
		}
	}
}

// checkFinder goes from match to match, and behind an empty one past a
// character.
func checkFinder(t *testing.T, p *Pattern, nodes []node, s string) {
	t.Helper()
	f := p.Finder(s)
	for from := 0; ; {
		start, end := f.Find(from)
		wantStart, wantEnd := slowFind(nodes, s, p.flags, from)
		if start != wantStart || end != wantEnd {
			t.Errorf("Compile(%q, %b).Finder(%q).Find(%d) = %d, %d, want %d, %d",
				p, p.flags, s, from, start, end, wantStart, wantEnd)
		}
		if start < 0 || end == len(s) {
			return
		}
		if from = end; start == end {
			_, size := chars.Decode(s[end:], p.flags&UTF8 != 0)
			from += size
		}
	}
}

// FuzzCompile looks for crashes with patterns that are too long for the slow
// matcher.
func FuzzCompile(f *testing.F) {
	f.Add("@(@(@(@(a|b)c)d)e)", "abcde", uint8(ExtGlob))
	f.Add("[[[[[[[[:alpha:]]]]]", "a]]]]", uint8(UTF8))
	f.Fuzz(func(t *testing.T, pat, s string, bits uint8) {
		flags := Flags(bits) & (UTF8 | ExtGlob | FoldCase | Pathname | Period)
		if len(pat) > 200 || len(s) > 200 {
			t.Skip()
		}
		p := Compile(pat, flags)
		if n := p.Prefix(s, true); (n == len(s)) != p.Match(s) {
			t.Errorf("Compile(%q, %b): Prefix(%q) = %d, Match = %v", pat, flags, s, n, p.Match(s))
		}
		if n := p.Suffix(s, true); (n == 0) != p.Match(s) {
			t.Errorf("Compile(%q, %b): Suffix(%q) = %d, Match = %v", pat, flags, s, n, p.Match(s))
		}
	})
}
