package expand

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gpipe/internal/arith"
	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"
)

func TestConstAndPure(t *testing.T) {
	for _, c := range []struct {
		src, constant string
		isConst, pure bool
	}{
		{`word`, "word", true, true},
		{`a\ b'c'"d"`, "a bcd", true, true},
		{`[`, "[", true, true},
		{`""`, "", true, true},
		{`*.c`, "", false, true},
		{`"*".c`, "*.c", true, true},
		{`~`, "", false, true},
		{`$x`, "", false, true},
		{`"a$x"b`, "", false, true},
		{`${x:-$y}`, "", false, true},
		{`${x#$y*}`, "", false, true},
		{`"$@"`, "", false, true},
		{`$(cmd)`, "", false, false},
		{"\"a`cmd`\"", "", false, false},
		{`${x:=1}`, "", false, false},
		{`${x?}`, "", false, false},
		{`${x:-$(cmd)}`, "", false, false},
		{`${x#$(cmd)}`, "", false, false},
		{`$((x=1))`, "", false, false},
		{`${x:y:z}`, "", false, false},
		{`${!x}`, "", false, false},
		{`{a,b}`, "", false, true},
		{`{a,$(cmd)}`, "", false, false},
	} {
		w := newTestShell().c.Word(parseWord(t, c.src))
		s, ok := w.Const()
		if s != c.constant || ok != c.isConst || w.Pure() != c.pure {
			t.Errorf("%s: Const %q %v, Pure %v", c.src, s, ok, w.Pure())
		}
	}
}

// TestSharedWord runs one compiled word in many shells at once.
func TestSharedWord(t *testing.T) {
	sh := newTestShell()
	sh.run(`x=a/b; list='1 2 3'; set -- p q`)
	w := sh.c.Word(parseWord(t, `${x##*/}"$@"${list}{1,2}$((n+1))*${x//[ab]/z}$(echo hi)`))
	var wg sync.WaitGroup
	for i := range 8 {
		child := &testShell{st: sh.st, c: sh.c}
		child.st.Fork(sh.st.Vars.Fork())
		child.bind()
		wg.Go(func() {
			child.st.Vars.Set(sh.c.Names.Slot("n"), strconv.Itoa(i))
			n := strconv.Itoa(i + 1)
			want := []string{"bp", "q1", "2", "31" + n + "*z/zhi", "bp", "q1", "2", "32" + n + "*z/zhi"}
			for range 100 {
				got, err := w.Append(&child.st, nil)
				if err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		src  string
		want error
		text string
	}{
		{`set -u; p $x`, ErrUnset, "x: parameter not set"},
		{`set -u; p $1`, ErrUnset, "1: parameter not set"},
		{`set -u; p $((x))`, arith.ErrUnset, ""},
		{`p ${x?}`, Message("parameter not set"), "x: parameter not set"},
		{`p ${x:?a  $y b}`, Message("a   b"), ""},
		{`p $((1/0))`, arith.ErrDivision, "arithmetic: 1/0: division by zero"},
		{`p ${1:=x}`, ErrCannotAssign, "$1: cannot assign in this way"},
		{`x=abc; p ${x:1:-9}`, ErrNegative, "-9: substring expression < 0"},
		{`x=a-b; p ${!x}`, ErrBadSubst, "a-b: bad substitution"},
		{`p {1..99999999999}`, ErrTooManyWords, ""},
		{`p <(echo)`, ErrNotSupported, ""},
	} {
		sh := newTestShell()
		f, err := syntax.NewParser().Parse(strings.NewReader(c.src), "")
		if err != nil {
			t.Fatal(err)
		}
		err = sh.stmts(f.Stmts)
		var e *Error
		if !errors.Is(err, c.want) || !errors.As(err, &e) {
			t.Errorf("%s: %v, want %v", c.src, err, c.want)
		} else if c.text != "" && err.Error() != c.text {
			t.Errorf("%s: %q, want %q", c.src, err, c.text)
		}
		if len(sh.st.pieces) != 0 || len(sh.st.elems) != 0 {
			t.Errorf("%s: a stack is not empty after the error", c.src)
		}
	}
	sh := newTestShell()
	sh.st.Vars.MarkReadOnly(sh.c.Names.Slot("r"))
	_, err := sh.c.Word(parseWord(t, `${r:=x}`)).Append(&sh.st, nil)
	var ro *vars.ReadOnlyError
	var e *Error
	if !errors.As(err, &ro) || !errors.As(err, &e) {
		t.Errorf("assignment to a read-only variable: %v", err)
	}
}

// TestS5ValuesRunNothing: a value that is used as a number, a subscript or a
// name runs no command, whatever it looks like, and assigns nothing.
func TestS5ValuesRunNothing(t *testing.T) {
	for _, value := range []string{"b[$(cmd)]", "`cmd`", "$(cmd)", "b[`cmd`]", "b[n=7]", "n=7", "n++"} {
		for _, src := range []string{
			`p ${!x}`, `p $((x))`, `p $(($x))`, `p ${a[x]}`, `p ${a[$x]}`, `p ${y:x}`, `p ${y:0:x}`,
			`p ${@:x}`, `p ${a[@]:x}`, `p ${!x:=v}`, `a[x]=1`, `p ${x@A} ${x@E} ${x@Q}`, `p $x "$x" ${x#$x}`,
		} {
			if strings.Contains(value, "n") && (strings.Contains(src, "(($x") || strings.Contains(src, "[$x")) {
				continue // the text becomes part of the expression itself
			}
			sh := newTestShell()
			sh.subst = func(any, []byte) ([]byte, error) {
				t.Errorf("x=%s; %s: a command runs", value, src)
				return nil, nil
			}
			sh.run("a=(1 2); y=abc; n=1")
			sh.st.Vars.Set(sh.c.Names.Slot("x"), value)
			sh.run(src)
			if n, _ := sh.st.Vars.Get(sh.c.Names.Slot("n")); n != "1" {
				t.Errorf("x=%s; %s: n=%s", value, src, n)
			}
		}
	}
}

func TestSubstOutput(t *testing.T) {
	sh := newTestShell()
	big := strings.Repeat("x", 200_000)
	fail := errors.New("stop")
	sh.subst = func(body any, dst []byte) ([]byte, error) {
		switch word := body.(*syntax.CmdSubst).Stmts[0].Cmd.(*syntax.CallExpr).Args[0].Lit(); word {
		case "nul":
			return append(dst, "a\x00b\n\x00\n\n"...), nil
		case "big":
			return append(append(dst, big...), '\n'), nil
		}
		return dst, fail
	}
	run := func(src string) (string, error) { return sh.c.String(parseWord(t, src)).String(&sh.st) }
	if s, err := run(`$(nul)`); s != "ab" || err != nil {
		t.Errorf("%q, %v", s, err)
	}
	if s, err := run(`"$(big)"`); s != big || err != nil {
		t.Errorf("%d bytes, %v", len(s), err)
	}
	if _, err := run(`a$(other)`); err != fail {
		t.Errorf("the error of Subst became %v", err)
	}
}

// TestGlobDirFd expands patterns relative to an open directory.
func TestGlobDirFd(t *testing.T) {
	dir := makeTree(t)
	if err := os.Chmod(filepath.Join(dir, "d2"), 0); err != nil {
		t.Fatal(err)
	}
	fd, err := files.OpenDir(-1, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(fd)
	t.Chdir("/")
	sh := newTestShell("LC_ALL=C.UTF-8")
	sh.st.DirFd = fd
	want := "<a.txt><b.txt><d1/y.txt><link/y.txt> 4\n"
	if got := sh.run(`p *.txt */y*`); got != want {
		t.Errorf("got %q", got)
	}
	sh = newTestShell()
	sh.st.DirFd, sh.st.Globbing = fd, NullGlob|DotGlob
	if got := sh.run(`p *.none *hid`); got != "<.hid> 1\n" {
		t.Errorf("NullGlob, DotGlob: %q", got)
	}
}

func TestManyBraces(t *testing.T) {
	sh := newTestShell("HOME=/home/me")
	sh.run("x=v")
	got, err := sh.c.Word(parseWord(t, `a{1..2000}$x`)).Append(&sh.st, nil)
	if err != nil || len(got) != 2000 || got[0] != "a1v" || got[1999] != "a2000v" {
		t.Errorf("%d fields, %v", len(got), err)
	}
	sh.c.NoBraces = true
	if got := sh.run(`p {a,b}`); got != "<{a,b}> 1\n" {
		t.Errorf("NoBraces: %q", got)
	}
	sh.c.NoAssignTilde = true
	if got := sh.run(`p a=~ b=c:~; x=~:~; p $x`); got != "<{a,b}> 1\n<a=~><b=c:~> 2\n</home/me:/home/me> 1\n" {
		t.Errorf("NoAssignTilde: %q", got)
	}
}

// TestLeave: long work is left in the middle, with nothing of it kept, and what
// comes then is as ever.
func TestLeave(t *testing.T) {
	dir := makeTree(t)
	for _, src := range []string{`{1..9000000}`, `x{a,b}{1..500000}y`, `*/*`, `**`, `$pat`, `"$@"*/*`} {
		sh := newTestShell()
		sh.run("pat='*/*'")
		sh.st.Globbing, sh.leaves = StarGlob|FailGlob, 2
		t.Chdir(dir)
		got, err := sh.c.Word(parseWord(t, src)).Append(&sh.st, []string{"before"})
		if err != errLeft || len(got) != 1 {
			t.Errorf("%s: %q, %v", src, got, err)
		}
		if sh.asked > 4 {
			t.Errorf("%s: it went on and asked %d times", src, sh.asked)
		}
		sh.leaves = 0
		if got := sh.run("p *.txt"); got != "<a.txt><b.txt> 2\n" {
			t.Errorf("%s: then %q", src, got)
		}
	}
}

// TestPlainBraces has braces that stand for themselves, alone and among others.
func TestPlainBraces(t *testing.T) {
	for src, want := range map[string]string{
		`{a}`: `<{a}> 1`, `{a`: `<{a> 1`, `a}`: `<a}> 1`, `{}`: `<{}> 1`, `{},{}`: `<{},{}> 1`,
		`{a}{b,c}`: `<{a}b><{a}c> 2`, `{a,{b,c}`: `<{a,b><{a,c> 2`, `{a,b}}`: `<a}><b}> 2`,
		`{{a,b}`: `<{a><{b> 2`, `{{a},b}`: `<{a}><b> 2`, `{x{a,b}y}`: `<{xay}><{xby}> 2`,
		`{a\,b}`: `<{a,b}> 1`, `\{{a,b}`: `<{a><{b> 2`, `{"a",b}{`: `<a{><b{> 2`, `{1..2}{1.2}`: `<1{1.2}><2{1.2}> 2`,
		`{a..b..c}`: `<{a..b..c}> 1`, `{$x}{$x,b`: `<{v}{v,b> 1`, `~{a`: `<~{a> 1`,
	} {
		sh := newTestShell()
		if got := sh.run("x=v; p " + src); got != want+"\n" {
			t.Errorf("%s: got %q, want %q", src, got, want)
		}
	}
	for _, many := range []string{"{a", "{a}", "{a,", "a}", "{", "}"} {
		sh := newTestShell()
		src := strings.Repeat(many, 20_000)
		got, err := sh.c.Word(parseWord(t, src)).Append(&sh.st, nil)
		if err != nil || len(got) != 1 || got[0] != src {
			t.Errorf("many %s: %d fields, %v", many, len(got), err)
		}
	}
}

func TestDecode(t *testing.T) {
	sh := newTestShell()
	sh.c.Decode = func(s string) string { return strings.ReplaceAll(s, "\uf7ff", "\xff") }
	got := sh.run("p \uf7ff '\uf7ff' \"\uf7ff\" a\\\uf7ff ${x-\uf7ff} $'\uf7ff'")
	if want := "<\xff><\xff><\xff><a\xff><\xff><\xff> 6\n"; got != want {
		t.Errorf("got %q", got)
	}
}

// TestQuote reads back what Quote writes.
func TestQuote(t *testing.T) {
	for _, s := range []string{"", "a b", "it's", "\a\b\t\n\v\f\r\x1b\x7f\x01", "\xff\xc3(", "é\n\\'", "'"} {
		sh := newTestShell("LC_ALL=C.UTF-8")
		got, err := sh.c.Word(parseWord(t, Quote(s))).Append(&sh.st, nil)
		if diff := cmp.Diff([]string{s}, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", Quote(s), err, diff)
		}
	}
}

func BenchmarkGlob10000(b *testing.B) {
	dir := b.TempDir()
	for i := range 10_000 {
		if err := os.WriteFile(filepath.Join(dir, "file"+strconv.Itoa(i)), nil, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	b.Chdir(dir)
	sh := newTestShell("LC_ALL=C.UTF-8")
	w := sh.c.Word(parseWord(b, "*[05]"))
	var dst []string
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = w.Append(&sh.st, dst[:0])
	}
	if len(dst) != 2000 {
		b.Fatal(len(dst))
	}
}
