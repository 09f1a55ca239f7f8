package expand

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gpipe/internal/vars"

	"github.com/google/go-cmp/cmp"
)

// FuzzExpand expands any words in all the ways there are: none may crash, and
// a Word must give the same each time.
func FuzzExpand(f *testing.F) {
	for _, c := range expansions {
		f.Add(c.src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if strings.Contains(src, "..") || len(src) > 200 {
			return // sequences may be as long as memory lasts
		}
		run := func() string {
			sh := newTestShell("HOME=/home/me", "LC_ALL=C.UTF-8")
			sh.st.NoGlob = true
			return sh.run(src)
		}
		if first, again := run(), run(); first != again {
			t.Errorf("first %q\nthen  %q", first, again)
		}
	})
}

// FuzzSplit compares field splitting with the algorithm of XCU 2.6.5 written
// down step by step.
func FuzzSplit(f *testing.F) {
	for _, ifs := range []string{" \t\n", ":", " :", "", "é", " é:", "\\*"} {
		for _, s := range []string{"", " a  b ", ":a::b:", " : a : b", "aéb é", `\* :`} {
			f.Add(ifs, s, ": x")
		}
	}
	f.Fuzz(func(t *testing.T, ifs, a, b string) {
		if !utf8.ValidString(ifs) || !utf8.ValidString(a) || !utf8.ValidString(b) {
			return // what a character is would be another question
		}
		for _, locale := range []string{"C", "C.UTF-8"} {
			sh := newTestShell("LC_ALL=" + locale)
			sh.st.NoGlob = true
			sh.st.Vars.Set(vars.IFS, ifs)
			sh.st.Vars.Set(sh.c.Names.Slot("a"), a)
			sh.st.Vars.Set(sh.c.Names.Slot("b"), b)
			got, err := sh.c.Word(parseWord(t, "$a$b")).Append(&sh.st, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := slowSplit(a+b, ifs, locale != "C")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("IFS=%q a=%q b=%q %s:\n%s", ifs, a, b, locale, diff)
			}
		}
	})
}

// slowSplit splits s into fields one character at a time.
func slowSplit(s, ifs string, wide bool) (fields []string) {
	chars, seps := charsOf(s, wide), map[string]bool{}
	for _, c := range charsOf(ifs, wide) {
		seps[c] = true
	}
	isWhite := func(c string) bool { return seps[c] && strings.Contains(" \t\n", c) }
	i := 0
	skipWhite := func() {
		for i < len(chars) && isWhite(chars[i]) {
			i++
		}
	}
	skipWhite()
	for i < len(chars) {
		field := ""
		for i < len(chars) && !seps[chars[i]] {
			field += chars[i]
			i++
		}
		fields = append(fields, field)
		skipWhite()
		if i < len(chars) && seps[chars[i]] {
			i++
			skipWhite()
		}
	}
	return fields
}

func charsOf(s string, wide bool) (out []string) {
	for s != "" {
		n := 1
		if wide {
			_, n = utf8.DecodeRuneInString(s)
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}
