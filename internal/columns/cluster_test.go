package columns

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// clusters cuts s into its clusters.
func clusters(s string) []string {
	var all []string
	for s != "" {
		n, _ := Cluster(s)
		all = append(all, s[:n])
		s = s[n:]
	}
	return all
}

func TestCluster(t *testing.T) {
	for _, c := range []struct {
		s     string
		want  []string
		width int
	}{
		{"ab", []string{"a", "b"}, 2},
		{"e\u0301x", []string{"e\u0301", "x"}, 2},
		{"漢字🇸🇪🇳🇴a", []string{"漢", "字", "🇸🇪", "🇳🇴", "a"}, 9},
		{"🇸a", []string{"🇸", "a"}, 2},
		{"👩\u200d👩\u200d👧!", []string{"👩\u200d👩\u200d👧", "!"}, 3},
		{"👍🏽", []string{"👍🏽"}, 2},
		{"❤\ufe0f❤", []string{"❤\ufe0f", "❤"}, 3},
		{"\u1112\u1161\u11ab각", []string{"\u1112\u1161\u11ab", "각"}, 4},
		{"\xffa\xe2\x80", []string{"\xff", "a", "\xe2", "\x80"}, 4},
		{"का", []string{"का"}, 2},
		{"\u0301a", []string{"\u0301", "a"}, 1},
		{"a\r\n\n", []string{"a", "\r\n", "\n"}, 3},
		{"©®", []string{"©", "®"}, 2},
	} {
		if diff := cmp.Diff(c.want, clusters(c.s)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.s, diff)
		}
		width := 0
		for rest := c.s; rest != ""; {
			n, w := Cluster(rest)
			width, rest = width+w, rest[n:]
		}
		if width != c.width {
			t.Errorf("%q: %d columns, want %d", c.s, width, c.width)
		}
	}
}

// TestClusterStandard runs the cases of Unicode, where the machine has them.
func TestClusterStandard(t *testing.T) {
	text, err := os.ReadFile("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt")
	if err != nil {
		t.Skip(err)
	}
	if !strings.HasPrefix(string(text), "# GraphemeBreakTest-15.0.0.txt") {
		t.Skip("of another version")
	}
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		var want []string
		for _, cluster := range strings.Split(line, "÷") {
			var s []rune
			for _, hex := range strings.Fields(strings.ReplaceAll(cluster, "×", "")) {
				r, err := strconv.ParseInt(hex, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				s = append(s, rune(r))
			}
			if len(s) > 0 {
				want = append(want, string(s))
			}
		}
		if diff := cmp.Diff(want, clusters(strings.Join(want, ""))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
	}
}

// FuzzCluster: clusters are found the same from both ends.
func FuzzCluster(f *testing.F) {
	for _, s := range []string{"e\u0301漢🇸🇪🇳🇴", "\r\n\r", "👩\u200d👩\ufe0f", "\u0600a\u0600", "\xffab\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all := clusters(s)
		if strings.Join(all, "") != s {
			t.Fatalf("%q becomes %q", s, all)
		}
		for i := len(all) - 1; i >= 0; i-- {
			n := LastCluster(strings.Join(all[:i+1], ""))
			if n != len(all[i]) {
				t.Fatalf("%q: the cluster before %d has %d bytes, want %d", s, i+1, n, len(all[i]))
			}
			if _, size := utf8.DecodeRuneInString(all[i]); size > n {
				t.Fatalf("%q: a character is split", s)
			}
		}
	})
}
