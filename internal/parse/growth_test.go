package parse

import (
	"errors"
	"gpipe/internal/effort"
	"io"
	"strings"
	"testing"
)

// work is how many bytes were scanned and parsed to read all of a script, those
// that were looked at again each time.
func work(cfg Config) (int, error) {
	var ps Parsers
	p := ps.New(cfg)
	defer p.Close()
	for {
		_, err := p.Next()
		if err == nil {
			continue
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return p.work + p.scan.i + p.scan.spent, err
	}
}

// repeatedText goes on as long as one likes: head, so many times open, middle,
// as often shut, tail.
type repeatedText struct{ name, head, open, middle, shut, tail string }

// repeated are texts that would take more than linear time if what is inside a construct were
// read once for each level of it, or what comes behind one each time.
var repeated = []repeatedText{
	{name: "arithmetic", open: "$((", middle: "1", shut: "))"},
	{name: "arithmetic that is not closed", open: "$(("},
	{name: "arithmetic that is half closed", open: "$((", middle: "1", shut: ")"},
	{name: "subshells in substitutions", open: "$((", middle: "a", shut: ") )"},
	{name: "subshells in quoted substitutions", open: `"$((`, middle: "a", shut: `) )"`},
	{name: "subshells and subshells", open: "((", middle: "a", shut: ") )"},
	{name: "spaced subshells", open: "(( ", middle: "a", shut: " ) )"},
	{name: "three and three", open: "(((", middle: "a", shut: ") ) )"},
	{name: "subshells that are not closed", open: "(("},
	{name: "parentheses", open: "(", middle: "a", shut: ")"},
	{name: "parentheses that are not closed", open: "("},
	{name: "parentheses, blank lines behind", open: "(", middle: "a)", shut: "\n"},
	{name: "expressions and commands", open: "(( $((", middle: "a", shut: ") ) ) )"},
	{name: "default in arithmetic", open: "$((${a:-", middle: "1", shut: "}))"},
	{name: "default in a subshell", open: "$((${a:-", middle: "1", shut: "}) )"},
	{name: "default in a subshell, quoted", open: "$((\"${a:-", middle: "1", shut: "}\") )"},
	{name: "expressions in a row", open: "((a) ) ; "},
	{name: "wrong expressions", open: "$((1 2 ", middle: "1", shut: "))"},
	{name: "wrong expressions in defaults", open: "$((1 2 ${a:-", middle: "1", shut: "}))"},
	{name: "wrong expressions in quotes", open: "$((1 \"2\" ", middle: "1", shut: "))"},
	{name: "wrong expressions with many quotes", head: "$((1 2 ", open: `"1" $(:;\` + "\n;) ", tail: "))"},
	{name: "bracket arithmetic", open: "$[", middle: "1", shut: "]"},
	{name: "subscripts", open: "${a[", middle: "1", shut: "]}"},
	{name: "odd subscripts", open: "${a[ b ", middle: "1", shut: "]}"},
	{name: "elements", open: "a[", middle: "1", shut: "]"},
	{name: "elements of commands", open: "a[;", middle: "1", shut: "]"},
	{name: "elements of commands in substitutions", open: "$(a[;", middle: "1", shut: "])"},
	{name: "elements that are not closed", open: "a[1;"},
	{name: "elements and subshells", open: "((a[", middle: "1", shut: "]) )"},
	{name: "slices", open: "${a:", middle: "1", shut: "}"},
	{name: "bad substitutions", open: "${a b", middle: "1", shut: "}"},
	{name: "dollar braces that are not closed", open: "${"},
	{name: "braces", open: "${a:-", middle: "b", shut: "}"},
	{name: "braces and quotes", open: `"${a:-'`, middle: "b", shut: `'}"`},
	{name: "brace substitutions", open: "${ a;", middle: "b", shut: ";}"},
	{name: "brace substitutions in expressions", open: "$((${ a;", middle: "b", shut: ";}) )"},
	{name: "double quotes", open: `"`},
	{name: "double quotes in pairs", open: `"'`},
	{name: "single quotes", open: "'"},
	{name: "backquotes", open: "`"},
	{name: "backquotes and quotes", open: "`'"},
	{name: "backquotes with an error", open: "`)` "},
	{name: "backquotes with an unclosed parenthesis", open: "`((a` "},
	{name: "backquotes in subshells", open: "`((a) )` "},
	{name: "escaped backquotes", open: "`\\`a\\`` "},
	{name: "backquotes and substitutions", open: "$(`a` ", middle: "b", shut: ")"},
	{name: "lines in backquotes", head: "`'", open: "a\\\n", tail: "'`"},
	{name: "substitutions", open: "$(", middle: "a", shut: ")"},
	{name: "substitutions that are not closed", open: "$("},
	{name: "process substitutions", open: "<(", middle: "a", shut: ")"},
	{name: "groups", open: "{ ", middle: "a", shut: ";}"},
	{name: "groups that are not closed", open: "{ a;"},
	{name: "case", open: "case a in a) ", middle: "b", shut: ";;esac"},
	{name: "case in subshells", open: "((case a in a) ", middle: "b", shut: ";;esac) )"},
	{name: "patterns", head: "case a in ", open: "a|", tail: "b) ;; esac"},
	{name: "conditions", open: "[[ ", middle: "a", shut: " ]]"},
	{name: "conditions in parentheses", head: "[[ ", open: "( ", middle: "a", shut: " )", tail: " ]]"},
	{name: "regular expressions", head: "[[ a =~ ", open: "(", middle: "a", shut: ")", tail: " ]]"},
	{name: "extended patterns", open: "@(", middle: "a", shut: ")"},
	{name: "if", open: "if a; then ", middle: "b", shut: "; fi"},
	{name: "elif", head: "if a; then b", open: "; elif a; then b", tail: "; fi"},
	{name: "loops", open: "while a; do ", middle: "b", shut: "; done"},
	{name: "functions", open: "f() ", middle: "{ a; }"},
	{name: "time", open: "time ! ", middle: "a"},
	{name: "exclamation marks", open: "! ", middle: "a"},
	{name: "pipelines", open: "a |", middle: "b"},
	{name: "lists", open: "a &&\\\n", middle: "b"},
	{name: "here-documents", open: "cat <<A\n$(", middle: "a", shut: ")\nA\n"},
	{name: "here-documents that do not end", open: "cat <<A\n"},
	{name: "here-documents of a line", head: "cat", open: " <<A", tail: "\n"},
	{name: "here-documents of a line, ended", head: "cat", open: " <<A", tail: "\n", shut: "A\n"},
	{name: "here-documents and subshells", head: "cat", open: " <<A", middle: ";(\n", shut: "A\n", tail: ")\n"},
	{name: "here-documents around subshells", open: "cat <<A;(\n", middle: "b\n", shut: "A\n)\n"},
	{name: "here-documents behind subshells", open: "(cat <<A;(b\na\nA\n) )\n"},
	{name: "here-documents in substitutions", open: "$(cat <<A\n", middle: "b", shut: "\nA\n)"},
	{name: "here-documents in subshells", open: "((cat <<A\n", middle: "b", shut: "\nA\n) )"},
	{name: "here-documents and substitutions", head: "cat <<A; ", open: "$((", middle: "b", shut: ") )", tail: "\nA\n"},
	{name: "here-documents with backquotes", open: "cat <<A\n`echo \\\"`\nA\n"},
	{name: "delimiters", open: "cat <<'A\n'\n"},
	{name: "lines", open: "a\n"},
	{name: "continued lines", open: "a \\\n"},
	{name: "blank lines", open: "\n"},
	{name: "comments", open: "# a\\\n"},
	{name: "bytes", open: "\xff\r$(\n) "},
	{name: "redirections of export", head: "export", open: " >f a"},
	{name: "redirections in export", open: "export >$(", middle: "a", shut: ") b"},
	{name: "errors in a row", open: "a;;\n"},
	{name: "errors in substitutions", open: "$(a;;\n", middle: "b", shut: ")"},
	{name: "arrays", open: "a=(", middle: "b", shut: ")"},
	{name: "elements of arrays", head: "a=(", open: "[1 2]=3 ", tail: ")"},
	{name: "declarations", open: "declare a[ b ]=$(", middle: "b", shut: ")"},
	{name: "eval", open: "eval a=(", middle: "b", shut: ")"},
	{name: "words", open: "a"},
	{name: "words in quotes", open: "a''"},
	{name: "digits", open: "1", tail: ">a"},
	{name: "names", open: "a", tail: "[1]=2"},
	{name: "aliases", open: "al "},
	{name: "aliases in subshells", open: "((al) ) ;"},
	{name: "aliases in expressions", open: "al $((", middle: "1", shut: ") )"},
	{name: "aliases in arrays of commands", open: "al a[;", middle: "1", shut: "]"},
	{name: "aliases and edits", open: "al a[ 1 ]=1 b &\\\n& "},
}

// text makes one of about so many bytes.
func (r *repeatedText) text(size int) string {
	n := size / max(len(r.open)+len(r.shut), 1)
	return r.head + strings.Repeat(r.open, n) + r.middle + strings.Repeat(r.shut, n) + r.tail
}

func TestWorkIsLinear(t *testing.T) {
	effort.Usual(t)
	few, many := 5<<10, 30<<10
	forms := []struct {
		name   string
		config func(text string) Config
	}{
		{"text", func(text string) Config { return Config{Text: text} }},
		{"reader", func(text string) Config { return Config{Reader: &lineByLine{text: text}} }},
		{"aliases", func(text string) Config { return shellAliases{"al": "a ", "b": "c"}.config(text) }},
	}
	for _, r := range repeated {
		for _, f := range forms {
			little, _ := work(f.config(r.text(few)))
			much, err := work(f.config(r.text(many)))
			t.Logf("%s, %s: %d, %d (%v)", r.name, f.name, little, much, err)
			if much > 8*little && (f.name != "aliases" || err == nil) { // what aliases change is not remembered
				t.Errorf("%s, %s: %d bytes take %d, %d bytes %d (%v)", r.name, f.name, few, little, many, much, err)
			}
			if much > 2*(maxSpent+spentShare*many) {
				t.Errorf("%s, %s: %d bytes take %d (%v)", r.name, f.name, many, much, err)
			}
		}
	}
}

// FuzzWork looks for text that takes more work the more often it is repeated.
func FuzzWork(f *testing.F) {
	for _, r := range repeated {
		f.Add(r.head, r.open, r.middle, r.shut, r.tail)
	}
	f.Fuzz(func(t *testing.T, head, open, middle, shut, tail string) {
		r := repeatedText{"", head, open, middle, shut, tail}
		if len(head)+len(middle)+len(tail) > 100 || len(open)+len(shut) > 100 {
			return
		}
		text := r.text(2000)
		for _, cfg := range []Config{{Text: text}, {Reader: &lineByLine{text: text}}} {
			if n, err := work(cfg); n > 50*(len(text)+100) {
				t.Errorf("%d bytes take %d (%v)", len(text), n, err)
			}
		}
	})
}
