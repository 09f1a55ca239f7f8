package completion

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	const usual = " \t\n"
	for _, c := range []struct {
		text, separators string
		want             []string
	}{
		{"", usual, nil},
		{"  a  b\tc\n", usual, []string{"a", "b", "c"}},
		{`"a b" c\ d 'e f'g`, usual, []string{`"a b"`, `c\ d`, `'e f'g`}},
		{`$(echo "x )" y) ${z:-a b} $'q\' r' s`, usual, []string{`$(echo "x )" y)`, `${z:-a b}`, `$'q\' r'`, "s"}},
		{"`a b` \"$(c \"d e\") f\" g", usual, []string{"`a b`", `"$(c "d e") f"`, "g"}},
		{"a b,c,,d", ",", []string{"a b", "c", "", "d"}},
		{"a , b", " ,", []string{"a", "b"}},
		{`it's all`, usual, []string{`it's all`}},
		{`a\`, usual, []string{`a\`}},
		{"a b", "", []string{"a b"}},
	} {
		if diff := cmp.Diff(c.want, Split(c.text, c.separators)); diff != "" {
			t.Errorf("Split(%q, %q) (-want +got):\n%s", c.text, c.separators, diff)
		}
	}
}

func TestUnquoteAndWritten(t *testing.T) {
	for _, c := range [][3]string{
		{"plain", "plain", "plain"},
		{`a\ b`, "a b", `a\ b`},
		{`'a b`, "a b", `'a b'`},
		{`"a$b`, "a$b", `"a$b"`},
		{`"a\"`, `a"`, `"a\""`},
		{`a;b&c(d)#e`, "a;b&c(d)#e", `a\;b\&c\(d\)\#e`},
		{`$(a;b)`, "$(a;b)", "$(a;b)"},
		{`a\`, "a", `a\\`},
		{`"\a"`, `\a`, `"\a"`},
	} {
		if got := Unquote(c[0]); got != c[1] {
			t.Errorf("Unquote(%q): %q, want %q", c[0], got, c[1])
		}
		if got := Written(c[0]); got != c[2] {
			t.Errorf("Written(%q): %q, want %q", c[0], got, c[2])
		}
	}
}

func TestParseLine(t *testing.T) {
	for _, c := range []struct {
		text  string // with the point at ^
		words string // joined by |
		word  int
		part  string // that is to be completed
	}{
		{"^", "", 0, ""},
		{"ls ^", "ls|", 1, ""},
		{"ls a^b c", "ls|ab|c", 1, "a"},
		{"ls ^ c", "ls||c", 1, ""},
		{"l^s c", "ls|c", 0, "l"},
		{"make --dir=/u^", "make|--dir|=|/u", 3, "/u"},
		{"scp host:f^", "scp|host|:|f", 3, "f"},
		{"cat 'a b^", "cat|'a b", 1, "a b"},
		{`cat a\ b^`, `cat|a\ b`, 1, `a\ b`},
		{"x=1 y= ls -^", "ls|-", 1, "-"},
		{"x=1^", "x|=|1", 2, "1"},
		{"a b; c d^ e; f", "c|d|e", 1, "d"},
		{"a | b ^", "b|", 1, ""},
		{"a && b && c^", "c", 0, "c"},
		{"a >&2 b^", "a|>&|2|b", 3, "b"},
		{"echo $(ls a^", "ls|a", 1, "a"},
		{"echo `ls a^", "ls|a", 1, "a"},
		{"(cd d^)", "cd|d", 1, "d"},
		{"{ cd d^", "cd|d", 1, "d"},
		{"a 'b; c' d^", "a|'b; c'|d", 2, "d"},
		{"cat <f^", "cat|<|f", 2, "f"},
	} {
		point := strings.IndexByte(c.text, '^')
		text := c.text[:point] + c.text[point+1:]
		l := ParseLine(text, point, Breaks)
		if got := strings.Join(l.Words, "|"); got != c.words || l.Word != c.word || l.Text != c.part {
			t.Errorf("%q: words %q, word %d, text %q; want %q, %d, %q", c.text, got, l.Word, l.Text, c.words, c.word, c.part)
		}
	}
}

// lists is a Source of fixed candidates.
type lists map[Actions][]string

func (l lists) Candidates(a Actions, word string) (list []string) {
	for _, c := range l[a] {
		if strings.HasPrefix(c, word) {
			list = append(list, c)
		}
	}
	return list
}
func (l lists) Glob(string) []string              { return []string{"glob"} }
func (l lists) Expand(words []string) []string    { return words }
func (l lists) Call(*Spec) []string               { return []string{"called"} }
func (l lists) Matches(pattern, text string) bool { return strings.HasPrefix(text, pattern) }
func (l lists) Separators() string                { return " " }

func TestGenerate(t *testing.T) {
	src := lists{File: {"file", "fun"}, Alias: {"fa"}, Directory: {"fdir"}}
	for _, c := range []struct {
		spec Spec
		word string
		want string
	}{
		{Spec{}, "", ""},
		{Spec{Actions: File | Alias}, "f", "fa file fun"},
		{Spec{Words: "fx gx", Glob: "*", Function: "f"}, "f", "glob fx called"},
		{Spec{Words: "fx fy", Filter: "fx"}, "f", "fy"},
		{Spec{Words: "fx gx", Filter: "!f"}, "", "fx"},
		{Spec{Words: "fx gx", Filter: "!&"}, "g", "gx"},
		{Spec{Words: "&x fx", Filter: `\&`}, "", "fx"},
		{Spec{Words: "x", Prefix: "<", Suffix: ">"}, "", "<x>"},
		{Spec{Words: "x", Options: DirNames}, "f", "fdir"},
		{Spec{Words: "fx", Options: DirNames}, "f", "fx"},
		{Spec{Words: "fx", Options: PlusDirs, Suffix: "s"}, "f", "fxs fdir"},
	} {
		if got := strings.Join(c.spec.Generate(src, c.word), " "); got != c.want {
			t.Errorf("%+v of %q: %q, want %q", c.spec, c.word, got, c.want)
		}
	}
}

func TestTableIsCopied(t *testing.T) {
	var a Table
	a.Set("x", &Spec{Words: "1"})
	b := a.Fork()
	b.Set("x", &Spec{Words: "2"})
	a.Set("y", &Spec{})
	if a.Get("x").Words != "1" || b.Get("x").Words != "2" || b.Get("y") != nil {
		t.Errorf("a: %v, b: %v", a.Names(), b.Names())
	}
	if !b.Delete("x") || b.Delete("x") || a.Get("x") == nil {
		t.Error("what one has deleted is no matter of the other")
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"ls a", "a 'b; c", "x=1 $(ls", "`", `"$(a "`, "${", "a\\", "$'", "{ a; b >&2 |& c"} {
		f.Add(seed, 2)
	}
	f.Fuzz(func(t *testing.T, text string, point int) {
		joined := strings.Join(Split(text, " \t\n"), "")
		if strings.Trim(text, " \t\n") != "" && joined == "" {
			t.Errorf("Split(%q) is nothing", text)
		}
		Unquote(text)
		Written(text)
		l := ParseLine(text, point, Breaks)
		if l.Word < 0 || l.Word >= len(l.Words) || l.Start < 0 || l.Start > len(text) || l.Begin > l.End {
			t.Errorf("ParseLine(%q, %d): %+v", text, point, l)
		}
	})
}
