package parse

import (
	"io"
	"testing"

	"gpipe/internal/snapshot"

	"mvdan.cc/sh/v3/syntax"
)

// Positions lead to the same commands, on the same lines, in another process.
func TestLoadGivesTheSameTree(t *testing.T) {
	alias := func(name string) (string, bool) {
		if name == "later" {
			return "first; second &", true
		}
		return "", false
	}
	tests := []struct{ name, text string }{
		{"plain", "a\n\nb &\nf() { c & }\n"},
		{"alias", "x\nlater\ny & z\n"},
		{"rewritten", "x=$((1 $op 2)) &\n((cmd)|cmd) &\n"},
		{"bytes", "echo \xff\xfe & echo \r &\n"},
		{"here-document", "cat <<E & echo\nbody\nE\nd &\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var ps Parsers
			p := ps.New(Config{Text: test.text, Line: 3, Alias: alias, Aliases: func() bool { return test.name == "alias" }})
			defer p.Close()
			found := 0
			for {
				l, err := p.Next()
				if err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				found += compare(t, &ps, l)
			}
			if found == 0 {
				t.Error("no background commands")
			}
		})
	}
}

// compare looks for the background commands of l in what is loaded.
func compare(t *testing.T, ps *Parsers, l *Line) (found int) {
	var w snapshot.Writer
	l.Save(&w)
	r := snapshot.NewReader(string(w.Bytes()))
	again, err := ps.Again(Load(r))
	if err != nil {
		t.Fatal(err)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	l.Find(func(n syntax.Node) bool {
		s, ok := n.(*syntax.Stmt)
		if !ok || !s.Background {
			return false
		}
		found++
		same, ok := again.Find(func(n syntax.Node) bool {
			x, ok := n.(*syntax.Stmt)
			return ok && x.Semicolon == s.Semicolon
		}).(*syntax.Stmt)
		if !ok {
			t.Errorf("the command at %v is not there", s.Pos())
		} else if l.Source(s) != again.Source(same) || l.Line(s.Pos()) != again.Line(same.Pos()) {
			t.Errorf("%q on line %d became %q on line %d", l.Source(s), l.Line(s.Pos()), again.Source(same), again.Line(same.Pos()))
		}
		return false
	})
	return found
}
