package chars

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestClasses(t *testing.T) {
	t.Parallel()
	const all = "aZ5_ \t\n-\x01éÉ日\u00a0\u3000"
	want := map[string]string{
		"alpha": "aZéÉ日", "upper": "ZÉ", "lower": "aé", "digit": "5", "alnum": "aZ5éÉ日", "xdigit": "a5",
		"space": " \t\n\u3000", "blank": " \t\u3000", "punct": "_-\u00a0", "cntrl": "\t\n\x01",
		"print": "aZ5_ -éÉ日\u00a0\u3000", "graph": "aZ5_-éÉ日\u00a0", "word": "aZ5_éÉ日", "ascii": "aZ5_ \t\n-\x01",
		"nosuch": "",
	}
	got := make(map[string]string)
	for name := range want {
		k := ClassByName(name)
		var set Set
		set.AddClass(k)
		set.Finish(true, false)
		var b strings.Builder
		for _, r := range all {
			if k.Has(r, true) != set.Has(r) {
				t.Errorf("%q: class and set differ about %q", name, r)
			}
			if set.Has(r) {
				b.WriteRune(r)
				if r >= utf8.RuneSelf && !set.Wide() {
					t.Errorf("%q: has %q, but is not wide", name, r)
				}
			}
		}
		got[name] = b.String()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSet(t *testing.T) {
	t.Parallel()
	make := func(negated, wide, fold bool, ranges ...rune) *Set {
		s := &Set{Negated: negated}
		for i := 0; i < len(ranges); i += 2 {
			s.Add(ranges[i], ranges[i+1])
		}
		s.Finish(wide, fold)
		return s
	}
	for _, c := range []struct {
		name    string
		set     *Set
		has, no string
		wide    bool
	}{
		{"range", make(false, true, false, 'a', 'c', 'é', 'é'), "abcé", "dAÉ", true},
		{"empty", make(false, true, false, 'c', 'a'), "", "abc", false},
		{"negated", make(true, true, false, 'a', 'c'), "dé", "abc", true},
		{"folded", make(false, true, true, 'a', 'c', 'é', 'é'), "aBÉ", "dD", true},
		{"bytes", make(false, false, false, 0xe0, 0xef), "éï", "aÀ", false},
	} {
		for _, r := range c.has {
			if !c.set.Has(r) {
				t.Errorf("%s: has not %q", c.name, r)
			}
		}
		for _, r := range c.no {
			if c.set.Has(r) {
				t.Errorf("%s: has %q", c.name, r)
			}
		}
		if c.set.Wide() != c.wide {
			t.Errorf("%s: wide: %v", c.name, c.set.Wide())
		}
	}
}

func TestSymbols(t *testing.T) {
	t.Parallel()
	got := make(map[string]rune)
	for _, name := range []string{"space", "hyphen", "NUL", "DEL", "US", "zero", "nine", "right-square-bracket", "tab", "nosuch", "BS ", ""} {
		got[name] = SymbolByName(name)
	}
	want := map[string]rune{
		"space": ' ', "hyphen": '-', "NUL": 0, "DEL": 0x7f, "US": 0x1f, "zero": '0', "nine": '9',
		"right-square-bracket": ']', "tab": '\t', "nosuch": NoChar, "BS ": NoChar, "": NoChar,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzDecode takes strings apart from both ends and puts them together again.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "aé日", "\xff\xc3", "\xed\xa0\x80", "é\xa9", "\xf0\x9f\x98"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, wide bool) {
		var forward, backward []rune
		var again []byte
		for rest := s; rest != ""; {
			r, size := Decode(rest, wide)
			forward = append(forward, r)
			again = Append(again, r, wide)
			if one, ok := Single(rest[:size], wide); !ok || one != r {
				t.Errorf("Single(%q) = %q, %v", rest[:size], one, ok)
			}
			rest = rest[size:]
		}
		if string(again) != s {
			t.Errorf("%q becomes %q", s, again)
		}
		for rest := s; rest != ""; {
			r, size := DecodeLast(rest, wide)
			if n := LastSize(rest, wide); n != size {
				t.Errorf("LastSize(%q) = %d, want %d", rest, n, size)
			}
			backward = append(backward, r)
			rest = rest[:len(rest)-size]
		}
		for i, r := range forward {
			if len(backward) != len(forward) || backward[len(backward)-1-i] != r {
				t.Fatalf("%q: forward %q, backward %q", s, forward, backward)
			}
		}
	})
}
