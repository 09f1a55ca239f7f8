package columns

import (
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for s, want := range map[string]string{
		"":                       "",
		`a "b" \n`:               `a "b" \n`,
		"a\tb\n\x1b[31m\x7f":     `a\tb\n\x1b[31m\x7f`,
		"a\xffb\xe2\x80":         `a\xffb\xe2\x80`,
		"\u009b\u2028\u200d":     `\u009b\u2028\u200d`,
		"漢字 é \ufffd \U0001F600": "漢字 é \ufffd \U0001F600",
		"\ue000":                 `\ue000`,
	} {
		if got := Plain(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	s := "a\n\tb\r\x1b\u202e\xff\n"
	if got, want := Lines(s), "a\n\tb\\r\\x1b\\u202e\\xff\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestActs: what acts is no printable character, and what is text does not act.
func TestActs(t *testing.T) {
	for _, s := range []string{"\x00", "\t", "\x1b", "\x7f", "\u0080", "\u009f", "\x80", "\x9f", "\u061c", "\u200e",
		"\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"} {
		if n, acts := Acts(s, 0); n != len(s) || !acts || Plain(s) == s {
			t.Errorf("%q: %d bytes, acts: %v, shown as %q", s, n, acts, Plain(s))
		}
	}
	for _, s := range []string{"a", "\u00e9", "\u05d0", "\u0627", "\xe9", "\u200d", "\u2029", "\U0001F600", "\ufffd"} {
		if n, acts := Acts(s, 0); n != len(s) || acts {
			t.Errorf("%q: %d bytes, acts: %v", s, n, acts)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "é": 1, "e\u0301": 1, "漢字": 4, "한국": 4, "カナ": 4, "ｶﾅ": 2, "\U0001F600": 2, "─│└": 3, "ＡＢ": 4,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q: %d columns, want %d", s, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		s     string
		width int
		want  string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "abc"}, {"abcdef", 5, "ab..."}, {"", 0, ""}, {"abc", 0, ""}, {"abc", -1, ""},
		{"漢字漢字", 8, "漢字漢字"}, {"漢字漢字", 7, "漢字..."}, {"漢字漢字", 6, "漢..."}, {"漢字", 3, "漢"},
		{"e\u0301e\u0301", 2, "e\u0301e\u0301"}, {"e\u0301e\u0301", 1, "e\u0301"},
	}
	for _, test := range tests {
		if got := Cut(test.s, test.width); got != test.want {
			t.Errorf("%q in %d: got %q, want %q", test.s, test.width, got, test.want)
		}
	}
	if got := Left("漢字漢字", 6) + "|" + Right("漢", 4) + "|"; got != "漢... |  漢|" {
		t.Errorf("%q", got)
	}
}

func FuzzLeft(f *testing.F) {
	f.Add("a漢e\u0301\xff\x1b", 4)
	f.Fuzz(func(t *testing.T, s string, width int) {
		width &= 255
		got := Left(Plain(s), width)
		if Width(got) != width || !utf8.ValidString(got) {
			t.Errorf("%q in %d: %q takes %d", s, width, got, Width(got))
		}
	})
}
