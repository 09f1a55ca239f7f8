package parse

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// configure makes a script of about n bytes that looks like those autoconf
// makes.
func configure(n int) string {
	var b strings.Builder
	b.WriteString("#! /bin/sh\n# Guess values for system-dependent variables.\n")
	for k := 0; b.Len() < n; k++ {
		fmt.Fprintf(&b, `
# Check whether --enable-feature%[1]d was given.
if test ${enable_feature%[1]d+y}
then :
  enableval=$enable_feature%[1]d; case "${enableval}" in
  yes) feature%[1]d=true ;;
  no)  feature%[1]d=false ;;
  *) as_fn_error $? "bad value ${enableval} for --enable-feature%[1]d" "$LINENO" 5 ;;
esac
else $as_nop
  feature%[1]d="false"
fi

{ printf "%%s\n" "$as_me:${as_lineno-$LINENO}: checking for function%[1]d" >&5
printf %%s "checking for function%[1]d... " >&6; }
if test ${ac_cv_func_%[1]d+y}
then :
  printf %%s "(cached) " >&6
else $as_nop
  cat confdefs.h - <<_ACEOF >conftest.$ac_ext
/* end confdefs.h.  */
char function%[1]d ();
int main (void) { return function%[1]d (); }
_ACEOF
  as_val=`+"`expr \"x$ac_func\" : 'x\\(.*\\)' | sed 's/[^a-z]//g'`"+`
  test -n "$as_val" && count=$(( count + 1 ))
fi
`, k)
	}
	return b.String()
}

// function makes a script that is one function of n lines.
func function(n int) string {
	return "f() {\n" + strings.Repeat("  if test \"$a\" = b; then echo \"${c%%.*}\" | sed s/a/b/ >/dev/null; fi\n", n) + "}\n"
}

func readAll(tb testing.TB, ps *Parsers, cfg Config) (lines, stmts int) {
	p := ps.New(cfg)
	defer p.Close()
	for {
		l, err := p.Next()
		if err == io.EOF {
			return lines, stmts
		}
		if err != nil {
			tb.Fatal(err)
		}
		lines++
		stmts += len(l.Stmts)
	}
}

func BenchmarkParser(b *testing.B) {
	texts := []struct{ name, text string }{
		{"colon", ":"},
		{"pipeline", "ps aux | grep root\n"},
		{"configure", configure(1_700_000)},
		{"function", function(5000)},
		{"lines", strings.Repeat("x=$((x + 1)); echo \"$x\"\n", 20000)},
		{"dynamic", strings.Repeat("x=$((x $op 1)); echo \"$x\"\n", 2000)},
	}
	for _, t := range texts {
		b.Run(t.name, func(b *testing.B) {
			var ps Parsers
			b.SetBytes(int64(len(t.text)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, &ps, Config{Text: t.text})
			}
		})
		b.Run(t.name+"/scan", func(b *testing.B) {
			b.SetBytes(int64(len(t.text)))
			for b.Loop() {
				s := scanner{buf: bytesOf(t.text), max: MaxDepth, ahead: true}
				for s.line() && !s.end() {
				}
			}
		})
		b.Run(t.name+"/reader", func(b *testing.B) {
			var ps Parsers
			b.SetBytes(int64(len(t.text)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, &ps, Config{Reader: &lineByLine{text: t.text}})
			}
		})
	}
}

// lineByLine gives one line per Read.
type lineByLine struct{ text string }

func (r *lineByLine) Read(p []byte) (int, error) {
	if r.text == "" {
		return 0, io.EOF
	}
	n := strings.IndexByte(r.text, '\n') + 1
	if n == 0 {
		n = len(r.text)
	}
	n = copy(p, r.text[:n])
	r.text = r.text[n:]
	return n, nil
}

// BenchmarkDependency is the parser without what is around it.
func BenchmarkDependency(b *testing.B) {
	text := configure(1_700_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var ps Parsers
	p := ps.get()
	for b.Loop() {
		if _, err := p.Parse(strings.NewReader(text), ""); err != nil {
			b.Fatal(err)
		}
	}
}
