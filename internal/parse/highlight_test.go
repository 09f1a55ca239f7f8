package parse

import (
	"fmt"
	"strings"
	"testing"
)

// shown has the parts of a text in brackets, with the first letter of their kind.
func shown(text string) string {
	var b strings.Builder
	at := 0
	for _, p := range new(Parsers).Highlight(text, func() bool { return true }) {
		fmt.Fprintf(&b, "%s[%c:%s]", text[at:p.Start], "pckqex"[p.Kind], text[p.Start:p.End])
		at = p.End
	}
	return b.String() + text[at:]
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "",
		"ls -l":                      "[c:ls] -l",
		"x=1 ls | wc # why":          "x=1 [c:ls] | [c:wc] [x:# why]",
		"if true; then echo 'a b'":   "[k:if] [c:true]; [k:then] [c:echo] [q:'a b']",
		"for i in a; do x; done":     "[k:for] i [k:in] a; [k:do] [c:x]; [k:done]",
		`echo "a $x b`:               `[c:echo] [q:"a ][e:$x][q: b]`,
		`echo "a $(ls "q" x) b"`:     `[c:echo] [q:"a ][e:$(][c:ls] [q:"q"] x[e:)][q: b"]`,
		"echo $((1+x)) ${y:-z} $1 $": "[c:echo] [e:$((1+x))] [e:${y:-z}] [e:$1] [e:$]",
		"a\nb 'x":                    "[c:a]\n[c:b] [q:'x]",
		"( (ls) )":                   "( ([c:ls]) )",
		"((ls); wc)":                 "(([c:ls]); [c:wc])",
		"echo `ls` \\":               "[c:echo] [e:`ls`] \\",
		"case x in a) ls;; esac":     "[k:case] x [k:in] a) [c:ls];; [k:esac]",
		"\xff\x00 x":                 "[c:\xff\x00] x",
	} {
		if got := shown(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzHighlight: the parts are in order, and within the text.
func FuzzHighlight(f *testing.F) {
	for _, seed := range []string{"ls 'a", "if x; then y", "a=(b c) \"$(x `y`\" <<E\n$x\nE\n", "((a) | b) $((c) d)", "[[ a =~ (b) ]]"} {
		f.Add(seed)
	}
	var parsers Parsers
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, p := range parsers.Highlight(text, func() bool { return true }) {
			if p.Start < at || p.End <= p.Start || p.End > len(text) {
				t.Fatalf("%q: %v after %d", text, p, at)
			}
			at = p.End
		}
	})
}
