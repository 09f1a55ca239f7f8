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
