package edit

import (
	"strings"
	"testing"
)

func TestVi(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, keys, want string }{
		{"insert", "abc", "abc|"},
		{"movement", "abc\x1b", "ab|c"},
		{"left and insert", "abc\x1bhix", "ax|bc"},
		{"append", "abc\x1b0ax", "ax|bc"},
		{"ends", "a b\x1bIx\x1bAy", "xa by|"},
		{"words", "one two-x y\x1b0wwx", "one two|x y"},
		{"fields", "one two-x y\x1b0WWx", "one two-x| "},
		{"back", "one two-x y\x1bbbx", "one two|x y"},
		{"end", "one two\x1b0ex", "on| two"},
		{"end twice", "one two\x1b0eex", "one t|w"},
		{"count", "abcdef\x1b03x", "|def"},
		{"delete word", "one two three\x1b0dw", "|two three"},
		{"delete two words", "one two three\x1b0d2w", "|three"},
		{"count before", "one two three\x1b02dw", "|three"},
		{"delete to the end", "one two\x1bbD", "one| "},
		{"delete back", "one two\x1bdb", "one |o"},
		{"delete line", "one two\x1bddix", "x|"},
		{"change word", "one two\x1b0cwxy\x1b", "x|y two"},
		{"change of one character", "a two\x1b0cwxy\x1b", "x|y two"},
		{"change to end", "one two\x1bbCx", "one x|"},
		{"change line", "one two\x1bccx", "x|"},
		{"delete through", "a(b)c\x1b0df)", "|c"},
		{"delete till", "a(b)c\x1b0dt)", "|)c"},
		{"find", "abcabc\x1b0fcx", "ab|abc"},
		{"find again", "abcabc\x1b0fc;x", "abca|b"},
		{"find back", "abcabc\x1bFax", "abc|bc"},
		{"till again", "a,b,c\x1b0t,;x", "a,|,c"},
		{"other way", "abcabc\x1b0fc;,x", "ab|abc"},
		{"match", "a (b) c\x1b0%x", "a (b| c"},
		{"delete to match", "a (b) c\x1b0wd%", "a | c"},
		{"put", "ab\x1b0xp", "b|a"},
		{"put before", "ab\x1b0xP", "|ab"},
		{"yank", "one two\x1b0yw$p", "one twoone| "},
		{"yank to the end", "ab\x1bYp", "ab|b"},
		{"replace", "abc\x1b0rx", "|xbc"},
		{"replace two", "abc\x1b02rx", "x|xc"},
		{"replace mode", "abc\x1b0Rxy\x1b", "x|yc"},
		{"case", "aBc\x1b0~~~", "Ab|C"},
		{"undo", "one two\x1b0dwu", "|one two"},
		{"redo", "a b c d\x1b0dw..", "|d"},
		{"redo of change", "a b c\x1b0cwx\x1bw.", "x |x c"},
		{"redo of insert", "ab\x1b0ix\x1b.", "|xxab"},
		{"redo of find", "a,b,c,d\x1b0df,.", "|c,d"},
		{"substitute", "abc\x1b0sx", "x|bc"},
		{"substitute line", "abc\x1bSx", "x|"},
		{"column", "abcdef\x1b3|x", "ab|def"},
		{"first", "  ab\x1b^x", "  |b"},
		{"operator given up", "abc\x1b0dqx", "|bc"},
		{"wide", "漢字e\u0301\x1bhx", "漢|e\u0301"},
		{"history", "\x1bk", "git |x"},
		{"history and back", "y\x1bkj", "|y"},
		{"search", "\x1b/ls\r", "|"},
		{"history line", "\x1b1G", "l|s"},
	} {
		b := NewBindings()
		if err := b.Set("editing-mode", "vi"); err != nil {
			t.Fatal(err)
		}
		u := newUser(t, 20, 8, Config{Bindings: b, History: historyOf("ls", "git x"), NoSuggestions: true})
		for i, part := range strings.Split(c.keys, "\x1b") {
			if i > 0 {
				u.types("\x1b").waits()
			}
			u.types(part)
		}
		if got := marked(u.e); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		// ESC and what follows may come in one read.
		u = newUser(t, 20, 8, Config{Bindings: b, History: historyOf("ls", "git x"), NoSuggestions: true}).types(c.keys)
		u.waits()
		if got := marked(u.e); got != c.want {
			t.Errorf("%s, at once: got %q, want %q", c.name, got, c.want)
		}
	}
}
