package interp

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPoolWords(t *testing.T) {
	for _, c := range []struct{ command, item, want string }{
		{"f", "a", "f|a"},
		{"f x", "a b", "f|x|a b"},
		{"f {} y", "a", "f|a|y"},
		{"f <{}>{} {}", "a", "f|<a>a|a"},
		{"{}", "ls", "ls"},
		{"f { }", "a", "f|{|}|a"},
		{"f", "{}", "f|{}"},
		{"f {}", "{}", "f|{}"},
	} {
		cfg := &Pool{Command: strings.Fields(c.command)}
		if got := strings.Join(cfg.words(c.item), "|"); got != c.want {
			t.Errorf("%s for %s: %s, want %s", c.command, c.item, got, c.want)
		}
	}
}

// FuzzCutItems: items are the same however the text is read.
func FuzzCutItems(f *testing.F) {
	f.Add("a\nb\n\nc", byte('\n'), 2)
	f.Add("a\x00b\x00", byte(0), 1)
	f.Fuzz(func(t *testing.T, text string, delim byte, size int) {
		var got []string
		var rest []byte
		for chunk := range slices.Chunk([]byte(text), min(max(size, 1), 1<<10)) {
			var items []string
			items, rest = cutItems(chunk, rest, delim)
			got = append(got, items...)
		}
		got = append(got, string(rest))
		if diff := cmp.Diff(strings.Split(text, string([]byte{delim})), got); diff != "" {
			t.Error(diff)
		}
	})
}
