package builtin

import (
	"os"
	"strings"
	"testing"

	"gpipe/internal/interp"
	"gpipe/internal/redirect"

	"github.com/google/go-cmp/cmp"
)

// Lines, separators and numbers of variables: what dash and bash agree on.
func TestReadSplitsAsOthers(t *testing.T) {
	lines := []string{"", " ", "a", " a ", "a b", "a  b  c", "  a b c d  ", ":", "::", "a:", ":a", "a:b", "a:b:", "a:b::",
		"a:b:c", "a:b:c:", "a:b:c:d", " a : b ", "a : b : c : ", ": :", "a :: b", "a: :b", `a\ b c`, `a\:b:c`, `a b\ `, `\ a`, `a\`, `\\ x`, `a\bc`, "a\tb\\\tc"}
	var snippets []string
	for _, line := range lines {
		for _, ifs := range []string{"", "unset IFS;", "IFS=;", "IFS=:;", "IFS=' :';", "IFS=': ';", `IFS='\';`} {
			for _, names := range []string{"a", "a b", "a b c", "a b c d e"} {
				for _, opt := range []string{"", "-r "} {
					values := ""
					for _, n := range strings.Fields(names) {
						values += ` "$` + n + `"`
					}
					snippets = append(snippets, ifs+" read "+opt+names+" <<'E'\n"+line+"\nE\necho $?; printf '<%s>'"+values)
				}
			}
		}
	}
	agree(t, snippets, false, nil)
}

func TestReadScripts(t *testing.T) {
	only := func(reason string) map[string]string { return map[string]string{"dash": reason} }
	runSnippets(t, []snippet{
		{"printf 'a b' | { read x y; echo $? \"$x,$y\"; }", "1 a,b\n0", nil},
		{"printf 'a\\\\\\nb c\\n' | { read x y; echo \"$x,$y\"; }", "ab,c\n0", nil},
		{"printf 'a\\0b\\n' | { read -r x; echo \"$x\"; }", "ab\n0", nil},
		{"read x </dev/null; echo $? \"<$x>\"", "1 <>\n0", nil},
		{"read -r x <&-; test $? -gt 0", "0", nil},
		{"read -x y", "2", nil},
		{"echo a | read 1x; test $? -gt 0", "0", nil},
		{"echo ' a b ' | { read; echo \"<$REPLY>\"; }", "< a b >\n0", only("needs a name")},
		{"printf 'a,b,c' | { read -d , x; read -d , y; echo $x$y; cat; }", "ab\nc0", only("no -d")},
		{"printf 'a\\0b\\0' | { read -d '' x; read -d '' y; echo $x$y; }", "ab\n0", only("no -d")},
		{"printf 'abcdef\\n' | { read -n 2 x; read -n2 y; read z; echo $x $y $z; }", "ab cd ef\n0", only("no -n")},
		{"printf 'a\\nb\\n' | { read -n 5 x; read z; echo $x $z; }", "a b\n0", only("no -n")},
		{"printf 'a b\\nc d' | { read -N 5 x y; echo $? \"<$x><$y>\"; read -N 5 x; echo $? \"<$x>\"; }", "0 <a b\nc><>\n1 < d>\n0", only("no -N")},
		{"printf 'éüö' | { read -n 2 x; echo $x; }", "éü\n0", only("no -n")},
		{"printf 'a\\\\bc\\n' | { read -n 2 x; echo $x; }", "ab\n0", only("no -n")},
		{"printf 'x y z\\n' | { read -a v; echo ${#v[@]} ${v[2]}; }", "3 z\n0", only("no arrays")},
		{"printf '\\n' | { v=1; read -a v; echo ${#v[@]}; }", "0\n0", only("no arrays")},
		{"exec 5<<E\nhello\nE\nread -u 5 x; echo $x", "hello\n0", only("no -u")},
		{"read -u 6 x; test $? -gt 0", "0", nil},
		{"read -p prompt x <<E\ny\nE\necho $x", "y\n0", nil},
		{"echo 1 2 | { read x 'v[1]'; echo $x ${v[1]}; }", "1 2\n0", only("no arrays")},
		{"echo a | { readonly x; read x; test $? -gt 0; }", "0", nil},
		{"read -t 0 <<E && echo ready\nx\nE\nread -t 0 </dev/null && echo end", "ready\nend\n0", only("no -t")},
	})
}

// input is an Input of a shell that does nothing else.
func input(t testing.TB, f *redirect.File) interp.Input {
	t.Helper()
	sh, err := interp.New(&interp.Config{Builtins: Table()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sh.End(interp.Next) })
	return sh.InputOf(f)
}

// A pipe that stays open and empty: read -t gives up and keeps what came.
func TestReadTimesOut(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	w.WriteString("some")
	l := lineReader{in: input(t, redirect.Borrow(int(r.Fd()))), limit: -1}
	l.line = redirect.Line{Delim: '\n', Deadline: l.line.Deadline.Add(1)}
	for string(l.data) != "some" {
		// The deadline has passed: each call takes what is there already.
		if end, err := l.read(); end != endTimeout || err != nil {
			t.Fatalf("end %d, error %v", end, err)
		}
	}
}

// What read takes of a file is the line and no more, whatever its length and
// place.
func TestReadLeavesTheRest(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var text strings.Builder
	for i := range 200 {
		text.WriteString(strings.Repeat("x", i*17%1300) + "\n")
	}
	f.WriteString(text.String())
	f.Seek(0, 0)
	in := input(t, redirect.Borrow(int(f.Fd())))
	pos := int64(0)
	for i := range 200 {
		l := lineReader{in: in, line: redirect.Line{Delim: '\n'}, limit: -1, raw: i%2 == 0}
		if end, err := l.read(); end != endDelim || err != nil {
			t.Fatalf("line %d: end %d, error %v", i, end, err)
		}
		pos += int64(i*17%1300) + 1
		if at, _ := f.Seek(0, 1); len(l.data) != i*17%1300 || at != pos {
			t.Fatalf("line %d: %d bytes, position %d, want %d", i, len(l.data), at, pos)
		}
	}
	l := lineReader{in: in, line: redirect.Line{Delim: '\n'}, limit: -1}
	if end, err := l.read(); end != endInput || err != nil {
		t.Errorf("at the end: end %d, error %v", end, err)
	}
}

func TestReadWideSeparators(t *testing.T) {
	s := newSplitter("é ", "  aébéé c é", nil, true)
	var got []string
	for {
		field, ok := s.next()
		if !ok {
			break
		}
		got = append(got, field)
	}
	if diff := cmp.Diff([]string{"a", "b", "", "c"}, got); diff != "" {
		t.Errorf("fields (-want +got)\n%s", diff)
	}
}

func FuzzReadSplit(f *testing.F) {
	f.Add(": ", " a : b\\ ", 1)
	f.Fuzz(func(t *testing.T, ifs, line string, quoted int) {
		var q []int
		if quoted >= 0 && quoted < len(line) {
			q = []int{quoted}
		}
		s := newSplitter(ifs, line, q, quoted%2 == 0)
		total := 0
		for {
			field, ok := s.next()
			if !ok {
				break
			}
			total += len(field)
		}
		if total > len(line) {
			t.Errorf("fields of %d bytes from a line of %d", total, len(line))
		}
		all := newSplitter(ifs, line, q, quoted%2 == 0)
		if rest := all.rest(); !strings.Contains(line, rest) {
			t.Errorf("rest %q is not in %q", rest, line)
		}
	})
}

func BenchmarkReadFile(b *testing.B) {
	f, err := os.CreateTemp(b.TempDir(), "")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	f.WriteString(strings.Repeat("some words in a line\n", 50000))
	b.ReportAllocs()
	in := input(b, redirect.Borrow(int(f.Fd())))
	for b.Loop() {
		l := lineReader{in: in, line: redirect.Line{Delim: '\n'}, limit: -1, raw: true}
		if end, _ := l.read(); end == endInput {
			f.Seek(0, 0)
		}
	}
}
