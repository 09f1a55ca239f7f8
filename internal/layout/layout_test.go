package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"mvdan.cc/sh/v3/syntax"

	"gpipe/internal/parse"
)

// definition parses a text that is one definition of a function and nothing else.
func definition(text string) (*parse.Line, *syntax.FuncDecl) {
	var ps parse.Parsers
	p := ps.New(parse.Config{Text: text})
	defer p.Close()
	l, err := p.Next()
	if err != nil || len(l.Stmts) != 1 {
		return nil, nil
	}
	def, ok := l.Stmts[0].Cmd.(*syntax.FuncDecl)
	if _, err := p.Next(); err == nil || !ok || l.Stmts[0].Background || l.Stmts[0].Negated || parse.FunctionBody(def) != def.Body {
		return nil, nil
	}
	return l, def
}

// print is Function of a text; "" if that is no definition alone.
func print(text string) string {
	l, def := definition(text)
	if def == nil {
		return ""
	}
	return Function(l, def)
}

func TestFunction(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{"{ a; b & c && d; }", "{ \n    a;\n    b & c && d\n}"},
		{"( a; b )", "{ \n    ( a;\n    b )\n}"},
		{"{ a; } >x 2>&1", "{ \n    a\n} > x 2>&1"},
		{"{ a | b |& c | d; }", "{ \n    a | b 2>&1 | c | d\n}"},
		{"{ ! a; time -p b | c; }", "{ \n    ! a;\n    time -p b | c\n}"},
		{"{ if a; then b; elif c; then d; fi; }", "{ \n    if a; then\n        b;\n    else\n        if c; then\n            d;\n        fi;\n    fi\n}"},
		{"{ for ((;;)); do a; done; for x; do b; done; }", "{ \n    for ((1; 1; 1))\n    do\n        a;\n    done;\n    for x in \"$@\";\n    do\n        b;\n    done\n}"},
		{"{ echo $'a\\tb' $\"c\" a\\\nb; }", "{ \n    echo 'a\tb' \"c\" ab\n}"},
		{"{ cat <<A; b\nx\nA\n}", "{ \n    cat <<A\nx\nA\n\n    b\n}"},
		{"{ [[ a && ! ! b ]]; x=(1 2 #c\n 3); }", "{ \n    [[ -n a && -n b ]];\n    x=(1 2 3)\n}"},
		{"{ echo $(a\nb; c) `d;e`; }", "{ \n    echo $(a\nb; c) `d;e`\n}"},
	} {
		if diff := cmp.Diff("f () \n"+test.want, print("f() "+test.body)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.body, diff)
		}
	}
}

// bodies yields the function bodies of the behaviour tests.
func bodies(t testing.TB, yield func(string)) {
	files, err := filepath.Glob("../../testscripts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no behaviour tests", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			if strings.HasSuffix(f.Name, ".sh") {
				yield(string(f.Data))
			}
		}
	}
}

// checkAgain sees to it that what is printed of a body can be read, and is printed
// the same then, but for a blank behind a here-document in a substitution.
func checkAgain(t *testing.T, body string) {
	once := print("f() {\n" + body + "\n}")
	if once == "" {
		return
	}
	if twice := print(once); twice == "" || strings.Join(strings.Fields(twice), " ") != strings.Join(strings.Fields(once), " ") {
		t.Errorf("of\n%s\nprinted again (-once +twice):\n%s", body, cmp.Diff(once, twice))
	}
}

func TestAgain(t *testing.T) {
	bodies(t, func(body string) { checkAgain(t, body) })
}

func FuzzAgain(f *testing.F) {
	bodies(f, func(body string) {
		if len(body) < 500 {
			f.Add(body)
		}
	})
	f.Fuzz(checkAgain)
}
