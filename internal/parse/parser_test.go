package parse

import (
	"errors"
	"fmt"
	"gpipe/internal/effort"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"
)

// told is what a Parser gives out for a line: its text, and its commands with
// the numbers of the lines they begin on.
type told struct {
	Text  string
	Stmts []string
}

func tell(l *Line) told {
	t := told{Text: l.Text}
	for _, s := range l.Stmts {
		t.Stmts = append(t.Stmts, fmt.Sprintf("%d:%s", l.Line(s.Pos()), l.Source(s)))
	}
	return t
}

// tellAll reads all of a source.
func tellAll(cfg Config) (lines []told, err error) {
	var ps Parsers
	p := ps.New(cfg)
	defer p.Close()
	for {
		l, err := p.Next()
		if err == io.EOF {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		lines = append(lines, tell(l))
	}
}

func TestLines(t *testing.T) {
	tests := []struct {
		name, text string
		want       []told
	}{
		{"nothing", "", nil},
		{"no newline", "a", []told{{"a", []string{"1:a"}}}},
		{"two", "a\nb c\n", []told{{"a\n", []string{"1:a"}}, {"b c\n", []string{"2:b c"}}}},
		{"several on a line", "a; b & c\nd\n", []told{
			{"a; b & c\n", []string{"1:a;", "1:b &", "1:c"}}, {"d\n", []string{"4:d"}[:0]},
		}},
		{"blank lines and comments belong to what follows", "\n# c\n\na\n", []told{{"\n# c\n\na\n", []string{"4:a"}}}},
		{"nothing but comments", "# a\n# b\n", []told{{"# a\n# b\n", nil}}},
		{"a construct", "if a\nthen b\nfi; c\nd\n", []told{
			{"if a\nthen b\nfi; c\n", []string{"1:if a\nthen b\nfi;", "3:c"}}, {"d\n", []string{"4:d"}},
		}},
		{"a here-document", "cat <<E; a\nx\nE\nb\n", []told{
			{"cat <<E; a\nx\nE\n", []string{"1:cat <<E;", "1:a"}}, {"b\n", []string{"4:b"}},
		}},
		{"a continued line", "a \\\n b\nc\n", []told{{"a \\\n b\n", []string{"1:a \\\n b"}}, {"c\n", []string{"3:c"}}}},
		{"repairs keep lines", "a &\\\n& b; echo $((1 $x 2)); c\n# \\\nd; echo $((1 $x 2))\ne\n", []told{
			{"a &\\\n& b; echo $((1 $x 2)); c\n", []string{"1:a &\\\n& b;", "2:echo $((1 $x 2));", "2:c"}},
			{"# \\\nd; echo $((1 $x 2))\n", []string{"4:d;", "4:echo $((1 $x 2))"}},
			{"e\n", []string{"5:e"}},
		}},
	}
	tests[3].want[1].Stmts = []string{"2:d"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tellAll(Config{Text: tt.text})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			got, err = tellAll(Config{Reader: &lineByLine{text: tt.text}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("reader (-want +got):\n%s", diff)
			}
		})
	}
}

// counted counts the lines that were read.
type counted struct {
	lineByLine
	lines int
}

func (r *counted) Read(p []byte) (int, error) {
	n, err := r.lineByLine.Read(p)
	if n > 0 && p[n-1] == '\n' {
		r.lines++
	}
	return n, err
}

func TestReadsNoFurther(t *testing.T) {
	r := &counted{lineByLine: lineByLine{text: "a\n\n# b\nif c\nthen d\nfi\ncat <<E\nx\nE\necho `\ne\n` $(\nf)\n" +
		"((g) |\ncat)\nh \\\n i\nj=(\n1 2)\nk() {\n:; }\nl\n"}}
	var ps Parsers
	p := ps.New(Config{Reader: r})
	defer p.Close()
	var got []int
	for {
		if _, err := p.Next(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.lines)
	}
	if diff := cmp.Diff([]int{1, 6, 9, 13, 15, 17, 19, 21, 22}, got); diff != "" {
		t.Error(diff)
	}
}

func TestErrorComesAfterLinesBefore(t *testing.T) {
	for _, cfg := range []Config{
		{Text: "a\nb\nc; )\nd\n"}, {Reader: &lineByLine{text: "a\nb\nc; )\nd\n"}},
		{Text: "a\nb\nc; )\nd\n", Alias: func(string) (string, bool) { return "", false }, Aliases: func() bool { return true }},
	} {
		lines, err := tellAll(cfg)
		if diff := cmp.Diff([]told{{"a\n", []string{"1:a"}}, {"b\n", []string{"2:b"}}}, lines); diff != "" {
			t.Error(diff)
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("error %v", err)
		}
		want := &Error{Line: 3, Col: 4, Text: "`)` can only be used to close a subshell", Source: "c; )", Mark: "   ^"}
		if diff := cmp.Diff(want, e); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	_, err := tellAll(Config{Reader: io.MultiReader(strings.NewReader("a\n"), &failing{broken})})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func TestErrorExcerpt(t *testing.T) {
	tests := []struct{ text, source, mark string }{
		{"\tif a; )\n", "\tif a; )", "\t      ^"},
		{"é; )\n", "é; )", "   ^"},
		{"'\x1b[m\x7f\xff' )\n", `'\x1b[m\x7f\xff' )`, "                 ^"},
		{strings.Repeat("a ", 200) + ")" + strings.Repeat(" b", 200),
			"..." + strings.Repeat("a ", 30) + ")" + strings.Repeat(" b", 19) + " ...", strings.Repeat(" ", 63) + "^"},
	}
	for _, tt := range tests {
		_, err := tellAll(Config{Text: tt.text})
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: error %v", tt.text, err)
			continue
		}
		if diff := cmp.Diff(e.Source+"\n"+e.Mark, tt.source+"\n"+tt.mark); diff != "" {
			t.Errorf("%q: (-got +want)\n%s", tt.text, diff)
		}
	}
}

func TestFirstLine(t *testing.T) {
	lines, err := tellAll(Config{Text: "\na\nb\n", Line: 10})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]told{{"\na\n", []string{"11:a"}}, {"b\n", []string{"12:b"}}}, lines); diff != "" {
		t.Error(diff)
	}
}

// TestNul: a NUL is an error of the command that has it, after those before.
func TestNul(t *testing.T) {
	aliases := func() bool { return true }
	none := func(string) (string, bool) { return "", false }
	for _, c := range []struct {
		text string
		line int // of the NUL
		want []told
	}{
		{"a\x00", 1, nil},
		{"\x00", 1, nil},
		{"a\nexit\nPK'\x00\x00\"\nb\n", 3, []told{{"a\n", []string{"1:a"}}, {"exit\n", []string{"2:exit"}}}},
		{"a\nb 'c\nd\x00'\n", 3, []told{{"a\n", []string{"1:a"}}}},
		{"a\ncat <<E\nd\x00\nE\n", 3, []told{{"a\n", []string{"1:a"}}}},
		{"a\n\n# c\x00\nb\n", 3, []told{{"a\n", []string{"1:a"}}}},
		{"a; b\n$(c\x00)\n", 2, []told{{"a; b\n", []string{"1:a;", "1:b"}}}},
	} {
		for k, cfg := range []Config{{Text: c.text}, {Reader: &lineByLine{text: c.text}},
			{Text: c.text, Alias: none, Aliases: aliases}, {Reader: &lineByLine{text: c.text}, Alias: none, Aliases: aliases}} {
			got, err := tellAll(cfg)
			var e *Error
			if diff := cmp.Diff(c.want, got); diff != "" || !errors.As(err, &e) || !AtNul(err) || e.Line != c.line || e.Text != ErrNul {
				t.Errorf("%q, way %d: %v\n%s", c.text, k, err, diff)
			}
		}
	}
}

// TestNulIsTheEnd: what is behind a NUL is not looked at.
func TestNulIsTheEnd(t *testing.T) {
	r := &lineByLine{text: "a\n\x00x\nb\n"}
	if _, err := tellAll(Config{Reader: r}); err == nil || r.text != "b\n" {
		t.Errorf("%v, %q is left", err, r.text)
	}
	text := strings.Repeat("echo a b c\n", 1000) + "exit\nx\x00" + strings.Repeat("'\x00`$(", 4<<20)
	var ps Parsers
	p := ps.New(Config{Text: text})
	defer p.Close()
	for range 1001 {
		if _, err := p.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(p.cfg.Text); n > 12000 {
		t.Errorf("%d bytes are looked at", n)
	}
}

// The parser's positions have 18 bits for the number of a line.
func TestManyLines(t *testing.T) {
	effort.Usual(t)
	const n = 1<<18 + 1000
	body := strings.Repeat(":\n", n)
	for _, head := range []string{"f() {\n", "f() {\n: $((1 $x 2))\n"} {
		var ps Parsers
		p := ps.New(Config{Text: head + body + "last\n}\nnext\n"})
		l, err := p.Next()
		if err != nil {
			t.Fatal(err)
		}
		list := l.Stmts[0].Cmd.(*syntax.FuncDecl).Body.Cmd.(*syntax.Block).Stmts
		want := n + 1 + strings.Count(head, "\n")
		if got := l.Line(list[len(list)-1].Pos()); got != want {
			t.Errorf("line %d, want %d", got, want)
		}
		l, err = p.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Line(l.Stmts[0].Pos()); got != want+2 {
			t.Errorf("next line %d, want %d", got, want+2)
		}
		p.Close()
	}
}

func TestParsersAreUsedAgain(t *testing.T) {
	var ps Parsers
	p := ps.New(Config{Text: "a; ("})
	first := p.parser
	if _, err := p.Next(); err == nil {
		t.Error("no error")
	}
	p.Close()
	p.Close()
	q := ps.New(Config{Text: "b"})
	if q.parser != first {
		t.Error("a new parser")
	}
	if l, err := q.Next(); err != nil || len(l.Stmts) != 1 {
		t.Errorf("after an error: %v", err)
	}
}
