package parse

import (
	"errors"
	"gpipe/internal/effort"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shellAliases is the aliases of a shell.
type shellAliases map[string]string

func (m shellAliases) config(text string) Config {
	return Config{Text: text,
		Alias:   func(name string) (string, bool) { s, ok := m[name]; return s, ok },
		Aliases: func() bool { return len(m) > 0 }}
}

// words gives the text that the parser is given for the only line of text.
func (m shellAliases) replaced(text string) string {
	s := scanner{buf: []byte(text), max: MaxDepth, check: new(checker), ahead: true, aliases: newAliases(m.config("").Alias)}
	for s.line() && !s.end() {
	}
	return string(s.render(nil, inOrder(s.edits), 0, len(s.buf), nil))
}

func TestAliasPlaces(t *testing.T) {
	m := shellAliases{
		"a": "A", "e": "echo ", "iff": "if true; then", "self": "self x", "x": "y", "y": "x", "none": "",
		"two": "A; a", "do1": "do", "if": "no", "in": "no", "quote": "echo '", "redir": "2>&1 ", "blank": " a",
		"1": "one", "f": "for ", "fx": "for x ", "in2": "in b", "nl": "\n", "body": "\n# in\ndo", "end": "\n done", "c": "case ", "cin": "case x in ",
		"p": "(x)", "or": "|x)", "close": ")", "semi": ";;", "def": "def( ", "call": "call ", "parens": "()", "both": "e b ", "here": "cat << ", "to": "cat > ",
		"grp": "{ :; } ", "and": "&& b",
	}
	tests := []struct{ text, want string }{
		{"a", "A"}, {"a b a", "A b a"}, {`\a "a" 'a' a"" a$b`, `\a "a" 'a' a"" a$b`}, {"aa a.b", "aa a.b"},
		{"a;a&a|a&&a||a", "A;A&A|A&&A||A"}, {"! a", "! A"}, {"(a)", "(A)"}, {"{ a; }", "{ A; }"},
		{"if a; then a; elif a; then a; else a; fi", "if A; then A; elif A; then A; else A; fi"},
		{"while a; do a; done", "while A; do A; done"}, {"for a in a; do a; done", "for a in a; do A; done"},
		{"for i in b; do1 a; done", "for i in b; do A; done"},
		{"case a in a) a;; (a|a) a;; esac", "case a in a) A;; (a|a) A;; esac"},
		{"b() { a; }", "b() { A; }"}, {"function a { a; }", "function a { A; }"},
		{"b=c a a", "b=c A a"}, {">a a a", ">a A a"}, {"b=a >a", "b=a >a"},
		{"$(a)", "$(A)"}, {`"$(a)"`, `"$(A)"`}, {"`a`", "$( A\n)"}, {"\"`a`\"", "\"$( A\n)\""}, {"${b:-$(a)}", "${b:-$(A)}"},
		{"$(( $(a) ))", "$(( $(A) ))"}, {"<(a)", "<(A)"}, {"b=(a $(a))", "b=(a $(A))"},
		{"cat <<E\na $(a)\nE\n", "cat <<E\na $(A)\nE\n"}, {"cat <<a\nb\na\na", "cat <<a\nb\na\nA"},
		{"e a", "echo  A"}, {"e a a", "echo  A a"}, {"e e a", "echo  echo  A"}, {"e b a", "echo  b a"},
		{"iff a; fi", "if true; then A; fi"}, {"self self", "self x self"}, {"x", "x"}, {"y", "y"},
		{"none a", " A"}, {"two", "A; A"}, {"if a; then b; fi", "if A; then b; fi"},
		{"quote b'", "echo ' b'"}, {"redir a", "2>&1  A"}, {"blank", " A"}, {"time a", "time A"},
		{"[[ a == a ]] && a", "[[ a == a ]] && A"}, {"a\\\n", "A"}, {"# a\na # a", "# a\nA # a"},
		{"1>x 1", "1>x one"}, {"1 >x", "one >x"}, {"a x a", "A x a"}, {"e; b a", "echo ; b a"},
		{"f a in a; do a; done", "for  A in a; do A; done"}, {"fx in2; do a; done", "for x  in b; do A; done"},
		{"fx in a; do :; done", "for x  in a; do :; done"}, {"fx do :; done", "for x  do :; done"},
		{"fx body a; end", "for x  \n# in\ndo A; \n done"}, {"b; nl a", "b; \n A"},
		{"c a in a) a;; esac", "case  A in a) A;; esac"}, {"cin a) a;; esac", "case x in  A) A;; esac"}, {"cin p a;; esac", "case x in  (x) A;; esac"},
		{"cin esac", "case x in  esac"}, {"cin e or a; esac", "case x in  echo  |x) A; esac"}, {"case x in x) b; semi x) a;; esac", "case x in x) b; ;; x) A;; esac"},
		{"def close a", "def(  ) A"}, {"call parens a", "call  () A"}, {"b() nl { a; }", "b() \n { A; }"}, {"both a", "echo  b  A"},
		{"here a\nx\nA\n", "cat <<  A\nx\nA\n"}, {"to a", "cat >  A"}, {"grp and", "{ :; }  && b"}, {"grp && nl a", "{ :; }  && \n A"}, {"(a; close", "(A; )"},
	}
	for _, tt := range tests {
		if got := m.replaced(tt.text); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

// An alias counts from the line after the one that defines it, and positions
// are those of the source.
func TestAliasDefinedOnTheWay(t *testing.T) {
	m := shellAliases{}
	var ps Parsers
	p := ps.New(m.config("a\na\n\nif a; then\nb\nfi; a\na\n"))
	defer p.Close()
	var got []told
	for {
		l, err := p.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, tell(l))
		switch len(got) {
		case 1:
			m["a"] = "echo\nalias "
		case 3:
			delete(m, "a")
		}
	}
	want := []told{
		{"a\n", []string{"1:a"}},
		{"a\n", []string{"2:", "2:"}},
		{"\nif a; then\nb\nfi; a\n", []string{"4:if a; then\nb\nfi;", "6:", "6:"}},
		{"a\n", []string{"7:a"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAliasesThatGrow(t *testing.T) {
	effort.Usual(t)
	m := shellAliases{}
	for c := 'a'; c < 'z'; c++ {
		m[string(c)] = strings.Repeat(string(c+1)+" ", 2)
	}
	_, err := tellAll(m.config("a a\n"))
	if err != nil && !errors.As(err, new(*Error)) {
		t.Errorf("error %v", err)
	}
	m = shellAliases{"a": strings.Repeat("x", maxAliasText) + " "}
	if _, err := tellAll(m.config("a; a\n")); !errors.As(err, new(*Error)) {
		t.Errorf("error %v", err)
	}
}

// TestAliasesOfALongLine has many aliases in a line, of which each moves the
// rest.
func TestAliasesOfALongLine(t *testing.T) {
	const n = 10_000
	l, err := tellAll(shellAliases{"a": "echo"}.config(strings.Repeat("a;", n) + "\n"))
	if err != nil || len(l) != 1 || len(l[0].Stmts) != n {
		t.Errorf("%d lines, %v", len(l), err)
	}
}
