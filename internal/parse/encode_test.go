package parse

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"
)

func TestBytesPassThrough(t *testing.T) {
	texts := []string{"a", "é", "\xff", "a\xc3", "\xe2\x82", "\r", "a\r\n\r", "\U0010fe41", "\U0010fdff\U0010ff00",
		"\xf4\x8f\xb9\x81\xf4\x8f", "\xf4\x90\x80\x80", "\xed\xa0\x80", "\U0010feff\xff\r\x80"}
	for c := 1; c < 256; c++ {
		if c != '\'' {
			texts = append(texts, string([]byte{byte(c)}), "x"+string([]byte{byte(c)})+"y")
		}
	}
	for _, text := range texts {
		for _, src := range []string{"'" + text + "'\n", "a; b '" + text + "' $((1 $x 2))\n"} {
			var ps Parsers
			l, err := ps.New(Config{Text: src}).Next()
			if err != nil {
				t.Errorf("%q: %v", src, err)
				continue
			}
			got := ""
			syntax.Walk(l.Stmts[len(l.Stmts)-1], func(n syntax.Node) bool {
				if q, ok := n.(*syntax.SglQuoted); ok {
					got = Decode(q.Value)
					if s := l.Source(q); s != "'"+text+"'" {
						t.Errorf("%q: source %q", src, s)
					}
				}
				return true
			})
			if got != text {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "a\xff\r", "\U0010fe41\xf4", "\xf4\x8f\xb8\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := encode(nil, []byte(s))
		if !utf8.Valid(e) {
			t.Errorf("%q is encoded as %q", s, e)
		}
		if got := Decode(string(e)); got != s {
			t.Errorf("%q became %q", s, got)
		}
	})
}

// Positions in a long text with bytes that are encoded lead back to these.
func TestEncodedPositions(t *testing.T) {
	var want []string
	text := "f() {\n"
	for n := range 300 {
		command := fmt.Sprintf("echo \xe9\r é%d $((%d $op 1)) \U0010fe41", n, n)
		want = append(want, fmt.Sprintf("%d:%s", n+2, command))
		text += command + "\n"
	}
	var ps Parsers
	p := ps.New(Config{Text: text + "}\n"})
	defer p.Close()
	l, err := p.Next()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range l.Stmts[0].Cmd.(*syntax.FuncDecl).Body.Cmd.(*syntax.Block).Stmts {
		got = append(got, fmt.Sprintf("%d:%s", l.Line(s.Pos()), l.Source(s)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for k, r := range l.runs[1:] {
		if n := r.at - l.runs[k].at; n > 4*encodedRun {
			t.Errorf("a run of %d bytes", n)
		}
	}
}
