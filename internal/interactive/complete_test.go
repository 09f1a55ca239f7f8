package interactive

import (
	"os"
	"path/filepath"
	"testing"

	"gpipe/internal/completion"

	"github.com/google/go-cmp/cmp"
)

func TestQuoteWord(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"plain-1.txt": "plain-1.txt", "a b": `a\ b`, "~x": `\~x`, "x~": "x~", "é漢": "é漢", "$(x)": `\$\(x\)`,
		"a'b\\": `a\'b\\`, "a\nb'": `$'a\012b\''`,
	} {
		if got := quoteWord(word); got != want {
			t.Errorf("%q: got %s, want %s", word, got, want)
		}
		if got := completion.Unquote(want); want[0] != '$' && got != word {
			t.Errorf("%s is read as %q, want %q", want, got, word)
		}
	}
	if got := completion.Unquote(`a\ "b c"'d`); got != "a b cd" {
		t.Errorf("got %q", got)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"alpha1", "alpha 2", ".hidden", "prog"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "along"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "prog"), 0o700); err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string][]string{
		"al": {"along/", `alpha\ 2 `, "alpha1 "}, "": {"along/", `alpha\ 2 `, "alpha1 ", "prog "}, ".": {".hidden "},
		"~/alp": {`~/alpha\ 2 `, "~/alpha1 "}, "./alo": {"./along/"}, "along/": nil, "none/x": nil, dir + "/pr": {dir + "/prog "},
	} {
		q := query{word: word, dir: dir, home: dir}
		var got []string
		for _, c := range q.candidates() {
			got = append(got, c.Text+c.Suffix)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", word, diff)
		}
	}
	q := query{word: "", isCommand: true, path: []string{dir, "/nonexistent", ""}, dir: dir}
	if all := q.candidates(); len(all) != 1 || all[0].Text != "prog" {
		t.Errorf("commands: %v", all)
	}
}

func TestStartsCommand(t *testing.T) {
	t.Parallel()
	first := true
	var got []bool
	for _, word := range []string{"x=1", "if", "a", "b", "|", "c", ";", "then", "d", ">", "e", "&&"} {
		first = startsCommand(word, first)
		got = append(got, first)
	}
	want := []bool{true, true, false, false, true, false, true, true, false, false, false, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
