package expand

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gpipe/internal/ere"
)

// TestRegexpText has pieces in which what is quoted stands between braces.
func TestRegexpText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pieces, want string }{
		{"a.b", `a.b`},
		{"{a.b}", `a\.b`},
		{"a{$}b", `a\$b`},
		{"{^a|(b)*+?[\\}", `\^a\|\(b\)\*\+\?\[\\`},
		{"{]/-,é}", `]/-,é`},
		{"[{.}]", `[.]`},
		{"[{^}a]", `[^a]`},
		{"[a{]}.]", `[a].]`},
		{"[{.}", `[\.`},
		{"[]{.}]{.}", `[].]\.`},
		{"[^]{.}]{.}", `[^].]\.`},
		{"[[:alpha:]{.}]{.}", `[[:alpha:].]\.`},
		{"[[{:}]{.}]", `[[:]\.]`},
		{"[[.].]{.}]{.}", `[[.].].]\.`},
		{"[[=]=]{.}]{.}", `[[=]=].]\.`},
		{"{[}a{.}]", `\[a\.]`},
		{`\[a{.}]`, `\[a\.]`},
		{`\{.}`, `\\.`},
		{`\`, `\`},
		{`a\{}b`, `a\b`},
	} {
		var ps []piece
		for i, part := range strings.Split(c.pieces, "{") {
			quoted, rest, _ := strings.Cut(part, "}")
			if i == 0 {
				quoted, rest = "", part
			}
			ps = append(ps, piece{quoted, true}, piece{rest, false})
		}
		if got := regexpText(ps); got != c.want {
			t.Errorf("%s: %s, want %s", c.pieces, got, c.want)
		}
	}
}

// FuzzRegexpText demands that what is quoted matches itself and nothing else.
func FuzzRegexpText(f *testing.F) {
	for _, s := range []string{"", "a.b", `a\$b`, "[^]]", "(a|b){2}", "é*", "\n", `\`} {
		f.Add(s, "x.x")
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		if !utf8.ValidString(s) {
			return
		}
		re, err := ere.Compile("^("+regexpText([]piece{{s, true}})+")$", ere.UTF8)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		for _, subject := range []string{s, other} {
			if _, ok, _ := re.Match(subject, nil); ok != (subject == s) {
				t.Errorf("%q quoted, on %q: %v", s, subject, ok)
			}
		}
	})
}
