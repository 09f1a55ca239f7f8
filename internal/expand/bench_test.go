package expand

import (
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// parseWord returns the only word of src.
func parseWord(t testing.TB, src string) *syntax.Word {
	t.Helper()
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader("p "+src), "")
	if err != nil {
		t.Fatal(err)
	}
	return f.Stmts[0].Cmd.(*syntax.CallExpr).Args[1]
}

func BenchmarkAppend(b *testing.B) {
	for _, src := range []string{
		`word`, `$x`, `"$x"`, `${path##*/}`, `"${path%/*}"`, `${path%%.*}`, `$x$x`, `"a $x b"`,
		`$list`, `"$@"`, `$1`, `${u:-default}`, `${#path}`, `"${path/c/d}"`, `*.go`, `{1..100}`,
	} {
		b.Run(src, func(b *testing.B) {
			sh := newTestShell()
			sh.run(`x=value; path=/a/b/c.tar.gz; list='one two three four five six'; set -- a b c`)
			w := sh.c.Word(parseWord(b, src))
			var dst []string
			b.ReportAllocs()
			for b.Loop() {
				var err error
				if dst, err = w.Append(&sh.st, dst[:0]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCase(b *testing.B) {
	sh := newTestShell()
	sh.run("x=hello.c")
	p := sh.c.Pattern(parseWord(b, `*.[ch]`))
	for b.Loop() {
		if hit, _ := p.Match(&sh.st, "hello.c"); !hit {
			b.Fatal("no match")
		}
	}
}

// TestAllocations holds the words that must not allocate.
func TestAllocations(t *testing.T) {
	for _, src := range []string{
		`word`, `$x`, `"$x"`, `${path##*/}`, `"${path%/*}"`, `${path%%.*}`, `$list`, `"$@"`, `$*`,
		`${u:-default}`, `${u:-$x}`, `${#path}`, `${u+set}`, `$1`, `"${x:-}"`,
	} {
		sh := newTestShell()
		sh.run(`x=value; path=/a/b/c.tar.gz; list='one two three'; set -- a b c`)
		w := sh.c.Word(parseWord(t, src))
		dst := make([]string, 0, 16)
		n := testing.AllocsPerRun(100, func() {
			if _, err := w.Append(&sh.st, dst); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", src, n)
		}
	}
}
