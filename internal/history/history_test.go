package history

import (
	"errors"
	"strings"
	"testing"

	"gpipe/internal/past"

	"github.com/google/go-cmp/cmp"
)

func listOf(commands ...string) *List {
	l := &List{}
	for _, c := range commands {
		l.Add(Entry{Text: c}, -1)
	}
	return l
}

// TestExpand: what stands for a command is found in a List as in one of package
// past.
func TestExpand(t *testing.T) {
	l := listOf("cp -r 'a b' /usr/src/x.tar.gz", "echo one;two three", "ls")
	for _, c := range []struct{ text, want string }{
		{"!!", "ls"}, {"!1", l.Entries[0].Text}, {"!-2", "echo one;two three"}, {"!e", "echo one;two three"},
		{"!?src?", l.Entries[0].Text}, {"!?src?:$", "/usr/src/x.tar.gz"}, {"!cp:2", "'a b'"}, {"!cp:1-2", "-r 'a b'"},
		{"!cp:$:h", "/usr/src"}, {"!cp:$:t", "x.tar.gz"}, {"!cp:$:r", "/usr/src/x.tar"}, {"!cp:$:e", ".gz"},
		{"!cp:$:t:r:r", "x"}, {"!cp:*", "-r 'a b' /usr/src/x.tar.gz"}, {"!cp:2*", "'a b' /usr/src/x.tar.gz"},
		{"!cp:0-", "cp -r 'a b'"}, {"!cp^", "-r"}, {"!e:s/e/E/", "Echo one;two three"}, {"!e:gs/e/E/", "Echo onE;two thrEE"},
		{"!e:s/one/<&>/", "echo <one>;two three"}, {"^ls^dir^ -l", "dir -l"}, {"!!:q", "'ls'"}, {"a '!!' \\!! b", "a '!!' \\!! b"},
		{"x !#", "x x "}, {"a ! b", "a ! b"}, {"a!", "a!"}, {"!!:p", "ls"}, {"!$", "ls"},
	} {
		var x past.Expander
		got, err := x.Expand(c.text, l)
		if err != nil || got.Text != c.want {
			t.Errorf("%q: %q, %v; want %q", c.text, got.Text, err, c.want)
		}
	}
	for text, want := range map[string]error{"!nosuch": past.ErrNoEvent, "!99": past.ErrNoEvent, "!!:9": past.ErrNoWord, "!!:z": past.ErrModifier, "!!:s/x/y/": past.ErrSubst} {
		var x past.Expander
		var wrong *past.Error
		if _, err := x.Expand(text, l); !errors.As(err, &wrong) || wrong.Cause != want {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	l := listOf("a", "b", "c", "d")
	l.Limit(3)
	l.Delete(1, 2)
	if i, ok := l.Index(3); !ok || l.Entries[i].Text != "d" {
		t.Errorf("number 3: %d, %v of %v", i, ok, l.Entries)
	}
	if i, ok := l.Index(-1); !ok || i != 1 {
		t.Errorf("number -1: %d, %v", i, ok)
	}
	if _, ok := l.Index(1); ok {
		t.Error("number 1 was forgotten")
	}
	c := l.Fork()
	c.Add(Entry{Text: "mine"}, -1)
	l.Add(Entry{Text: "other"}, -1)
	if c.Entries[2].Text != "mine" || l.New != 3 {
		t.Errorf("copies: %v, %v", c, l)
	}
}

func TestParseIsFormatReversed(t *testing.T) {
	want := []Entry{{"one", 5}, {"two words", 0}, {"three", 7}}
	l := &List{Entries: want}
	if diff := cmp.Diff(want, Parse(l.Format(0, true))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Entry{{"a", 0}, {"#12", 0}}, Parse("a\n#12\n")); diff != "" {
		t.Error(diff)
	}
}

func TestJoin(t *testing.T) {
	for text, want := range map[string]string{
		"a\n": "a", "if a\nthen b\nfi": "if a; then b; fi", "f() {\nx\n}": "f() { x; }", "a &&\nb": "a && b",
		"a |\nb &\n": "a | b &", "echo 'x\ny'": "echo 'x\ny'", "a \\\nb": "a b", "cat <<X\ny\nX\n": "cat <<X\ny\nX\n",
		"cat <<<a\n": "cat <<<a", "case x in\nx)\na ;;\nesac": "case x in x) a ;; esac",
	} {
		if got := Join(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"!!", "!?a?:s/a/b/:p", "^a^b^", "!-1:1-$", "!#", "!a:*"} {
		f.Add("echo a;b 'c d'\nls", seed)
	}
	f.Fuzz(func(t *testing.T, commands, text string) {
		l := listOf(strings.Split(commands, "\n")...)
		new(past.Expander).Expand(text, l)
		Join(commands)
		Parse(commands)
	})
}
