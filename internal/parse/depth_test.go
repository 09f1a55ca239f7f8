package parse

import (
	"errors"
	"gpipe/internal/effort"
	"io"
	"strings"
	"testing"
)

// deep are texts that make the parser recurse: open n times, close n times.
var deep = []struct{ name, open, middle, shut string }{
	{"subshell", "(", "a", ")"},
	{"spaced subshell", "( ", "a", " )"},
	{"group", "{ ", "a", "; }"},
	{"if", "if ", "a", "; then b; fi"},
	{"then", "if a; then ", "a", "; fi"},
	{"else", "if a; then b; else ", "a", "; fi"},
	{"elif", "if a; then b; ", "fi", ""},
	{"while", "while ", "a", "; do b; done"},
	{"do", "while a; do ", "a", "; done"},
	{"until", "until ", "a", "; do b; done"},
	{"for", "for i in a; do ", "a", "; done"},
	{"select", "select i in a; do ", "a", "; done"},
	{"for arithmetic", "for ((;;)); do ", "a", "; done"},
	{"case", "case a in a) ", "a", ";; esac"},
	{"function", "f() ", "{ a; }", ""},
	{"function word", "function f() ", "{ a; }", ""},
	{"function lines", "f()\n", "{ a; }", ""},
	{"not", "! ", "a", ""},
	{"time", "time ", "a", ""},
	{"coproc", "coproc ", "a", ""},
	{"and", "a && ", "a", ""},
	{"or", "a || ", "a", ""},
	{"pipe", "a | ", "a", ""},
	{"test not", "", "", ""},
	{"command substitution", "$(", "a", ")"},
	{"quoted substitution", `"$(`, "a", `)"`},
	{"process substitution", "<(", "a", ")"},
	{"output substitution", "a >(", "a", ")"},
	{"brace substitution", "${ ", "a", ";}"},
	{"arithmetic", "$((", "1", "))"},
	{"arithmetic command", "((", "1", "))"},
	{"arithmetic parentheses", "", "", ""},
	{"bracket arithmetic", "$[", "1", "]"},
	{"default", "${a:-", "b", "}"},
	{"quoted default", `"${a:-`, "b", `}"`},
	{"trim", "${a#", "b", "}"},
	{"replace", "${a/", "b", "}"},
	{"replacement", "${a/b/", "b", "}"},
	{"subscript", "${a[", "1", "]}"},
	{"slice", "${a:", "1", "}"},
	{"assignment subscript", "a[", "1", "]=1"},
	{"array", "a=($(", "a", "))"},
	{"double brackets", "[[ $(", "a", ") ]]"},
	{"here-document", "cat <<E\n$(", "a", ")\nE\n"},
	{"quotes and braces", `"${a:-"${b:-`, "c", `}"}"`},
	{"mixed", `if ( { "$(for i in ${a:-$((1+`, "1", `))}; do b; done)"; } ); then c; fi`},
	{"arithmetic mix", `$((a[${b:-$((`, "1", `))}]))`},
	{"backquotes", "`", "a", "`"},
}

// deepArith are expressions: n times head, and tail.
var deepArith = []struct{ name, head, tail string }{
	{"parentheses", "(", "1"}, {"minus", "-", "1"}, {"spaced minus", "- ", "1"}, {"not", "!", "1"},
	{"complement", "~", "1"}, {"conditional", "1?", "1"}, {"alternatives", "1?1:", "1"},
	{"assignment", "a=", "1"}, {"power", "1**", "1"}, {"subscript", "a[", "1"}, {"increment", "++", "a"},
	{"not and minus", "!-", "1"}, {"comma", "1,", "1"}, {"sum", "1+", "1"}, {"spaced sum", "1 - ", "1"},
}

// deepTests are conditions.
var deepTests = []struct{ name, head, tail string }{
	{"not", "! ", "a"}, {"parentheses", "( ", "a"}, {"and", "a && ", "a"}, {"or", "a || ", "a"},
}

// each runs f for every kind of text that nests n deep.
func each(n int, f func(name, text string)) {
	for _, d := range deep {
		if d.open == "" {
			continue
		}
		f(d.name, strings.Repeat(d.open, n)+d.middle+strings.Repeat(d.shut, n))
		f(d.name+", not closed", strings.Repeat(d.open, n))
	}
	for _, d := range deepArith {
		x := strings.Repeat(d.head, n)
		for _, form := range []string{"echo $((@))", "((@))", "echo $[@]", "a[@]=1", "echo ${a[@]}", "echo ${a:@}",
			"for ((@;;)); do a; done", "let '@'", "let @", "echo $((@", "a=([@]=1)"} {
			f(d.name+" in "+form, strings.Replace(form, "@", x+d.tail, 1))
		}
	}
	for _, d := range deepTests {
		f("[[ "+d.name, "[[ "+strings.Repeat(d.head, n)+d.tail+" ]]")
	}
}

// parseAll reads all of a script without running it.
func parseAll(src string) error {
	var ps Parsers
	p := ps.New(Config{Text: src})
	defer p.Close()
	for {
		_, err := p.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func TestDepthIsBounded(t *testing.T) {
	n := effort.Of(1_000, 50_000, 1_000_000)
	each(n, func(name, text string) {
		err := parseAll(text + "\n")
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %v", name, err)
	})
}
