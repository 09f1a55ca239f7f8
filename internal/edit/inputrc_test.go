package edit

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDefaults: every binding there is at first is to a command that there is.
func TestDefaults(t *testing.T) {
	t.Parallel()
	b := NewBindings()
	for _, m := range []*Keymap{b.Emacs, b.ViInsert, b.ViCommand} {
		for _, keys := range m.Keys() {
			if was, _ := m.Lookup(keys); !IsCommand(was.Command) {
				t.Errorf("%s: %q is no command", QuoteKeys(keys), was.Command)
			}
			if again := unquoteKeys(QuoteKeys(keys)); again != keys {
				t.Errorf("%q is written %s, and read %q", keys, QuoteKeys(keys), again)
			}
		}
	}
}

func TestInputrc(t *testing.T) {
	t.Parallel()
	const text = `# comment
set completion-ignore-case on
  set bell-style none # no bell
"\e[A": history-search-backward
"\C-xq": "quick \"brown\"\n"
Control-o: kill-line
Meta-Rubout: backward-kill-word
M-C-h: unix-word-rubout
TAB: menu-complete
"\M-x": yank
"\x41\102": undo
$if mode=vi
"\C-a": undo
$else
"\C-b": undo
$endif
$if Bash
"\C-f": undo
$if term=xterm
"\C-g": undo
$endif
$endif
$if other
"\C-h": undo
$endif
$include more
set keymap vi-insert
"jk": vi-movement-mode
$if version >= 8.0
"\C-z": undo
$endif
`
	none := func() *Keymap {
		return &Keymap{bound: make(map[string]Binding), prefixes: make(map[string]int)}
	}
	b := &Bindings{none(), none(), none(), make(map[string]string)}
	err := b.Inputrc(text, Conditions{Application: "bash", Terminal: "xterm-256color", Include: func(path string) (string, error) {
		if path != "more" {
			return "", errors.New("open " + path)
		}
		return "\"\\C-t\": undo\n", nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for name, m := range map[string]*Keymap{"": b.Emacs, "vi ": b.ViInsert} {
		for _, keys := range m.Keys() {
			is, _ := m.Lookup(keys)
			got[name+keys] = is.Command + is.Macro
		}
	}
	want := map[string]string{
		"\x1b[A": "history-search-backward", "\x18q": "quick \"brown\"\n", "\x0f": "kill-line",
		"\x1b\x7f": "backward-kill-word", "\x1b\b": "unix-word-rubout", "\t": "menu-complete", "\x1bx": "yank",
		"AB": "undo", "\x02": "undo", "\x06": "undo", "\x07": "undo", "\x14": "undo", "vi jk": "vi-movement-mode",
		"vi \x1a": "undo",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if b.Variable("completion-ignore-case") != "on" || b.Variable("bell-style") != "none" {
		t.Errorf("variables: %v", b.VariableNames())
	}
}

func TestInputrcErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"nonsense":               "line 1: nonsense: neither a variable nor a binding",
		"\n\"\\C-a\" undo":       `line 2: "\C-a" undo: no colon after the keys`,
		"\"a\": nosuch":          "line 1: nosuch: unknown command",
		"\"a\": \"x":             `line 1: "x: no closing "`,
		"Hyper-x: undo":          "line 1: Hyper: unknown modifier",
		"C-nosuch: undo":         "line 1: nosuch: unknown key",
		"$endif":                 "line 1: $endif without $if",
		"$what":                  "line 1: $what: unknown directive",
		"set editing-mode ed":    "line 1: set editing-mode: ed: neither vi nor emacs",
		"set keymap nosuch":      "line 1: set keymap: nosuch: unknown keymap",
		"$include a":             "line 1: a: files include each other",
		"bad\n\"\\C-a\":undo\nx": "line 1: bad: neither a variable nor a binding\nline 3: x: neither a variable nor a binding",
	} {
		err := NewBindings().Inputrc(text, Conditions{Include: func(string) (string, error) { return "$include a", nil }})
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestBoundSequences(t *testing.T) {
	t.Parallel()
	b := NewBindings()
	for _, line := range []string{
		`"\C-xm": "macro\C-a"`, `"\C-o": "x\C-o"`, `"ab": "AB"`, `"abcd": "ABCD"`, `"\C-t": "\C-xm!"`, `"\C-g": "a"$(b)"c" # more`,
	} {
		keys, is, err := ParseBinding(line)
		if err != nil {
			t.Fatal(err)
		}
		b.Emacs.Bind(keys, is)
	}
	b.Emacs.Bind("\x12", Binding{Shell: "fzf"})
	for _, c := range []struct{ keys, want string }{
		{"\x18m", "|macro"},
		{"\x14", "!|macro"},
		{"\x07", "a\"$(b)\"c|"},
		{"abx", "ABx|"},
		{"abcd", "ABCD|"},
		{"abcx", "ABcx|"},
		{"axb", "axb|"},
		{"\x18\x01y", "y|"},
		{"q\x12", "q|"},
	} {
		u := newUser(t, 40, 5, Config{Bindings: b}).types(c.keys)
		if got := marked(u.e); got != c.want {
			t.Errorf("%q: got %q, want %q", c.keys, got, c.want)
		}
	}
	u := newUser(t, 40, 5, Config{Bindings: b}).types("ab")
	if !u.e.Waiting() || marked(u.e) != "|" {
		t.Errorf("after ab: %q", marked(u.e))
	}
	if u.waits(); marked(u.e) != "AB|" {
		t.Errorf("after a moment: %q", marked(u.e))
	}
	if u.types("\x12"); len(u.ran) != 1 || u.ran[0] != "fzf" {
		t.Errorf("ran %q", u.ran)
	}
	u = newUser(t, 40, 500, Config{Bindings: b}).types("\x0f") // a macro that contains itself
	if n := strings.Count(u.e.Text(), "x"); n == 0 || n > mostMacros || u.screen.bells == 0 {
		t.Errorf("%d x", n)
	}
}
