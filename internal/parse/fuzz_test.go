package parse

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse reads any text whole, line by line, and with aliases. It must
// come to an end each time, to the same one, and give out all of the text.
func FuzzParse(f *testing.F) {
	for _, c := range constructs(f) {
		f.Add(c.text)
	}
	for _, s := range []string{"a \\\n", "`\\`a\\``", "\"`\\\"a\\\"`\"", "a\x00b\r\n\xff", "$(($(($((", "((((a)|b)|c)|d)",
		"cat <<A; (b\nA\n)", "al al", "if al; then b; fi", "a; fi\nb", "\U0010fe41"} {
		f.Add(s)
	}
	alias := func(name string) (string, bool) {
		text, ok := map[string]string{"al": "b ", "echo": "echo ;", "if": "x", "a": "`", "b": "if (", "x": "\n"}[name]
		return text, ok
	}
	none := func(string) (string, bool) { return "", false }
	f.Fuzz(func(t *testing.T, text string) {
		want, err := tellAll(Config{Text: text})
		checkTold(t, text, want, err)
		got, err2 := tellAll(Config{Reader: &lineByLine{text: text}})
		if (err == nil) != (err2 == nil) {
			t.Errorf("text: %v, reader: %v", err, err2)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("text and reader (-text +reader):\n%s", diff)
		}
		got, err2 = tellAll(Config{Text: text, Alias: none, Aliases: func() bool { return true }})
		if (err == nil) != (err2 == nil) {
			t.Errorf("without aliases: %v, with none: %v", err, err2)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("without aliases and with none (-without +with):\n%s", diff)
		}
		got, err = tellAll(Config{Text: text, Alias: alias, Aliases: func() bool { return true }})
		checkTold(t, text, got, err)
	})
}

// checkTold checks that lines have all of the text, up to an error.
func checkTold(t *testing.T, text string, lines []told, err error) {
	t.Helper()
	all := ""
	for _, l := range lines {
		all += l.Text
	}
	if err == nil && all != text || !strings.HasPrefix(text, all) {
		t.Errorf("text %q became %q (%v)", text, all, err)
	}
	last, n := 0, strings.Count(text, "\n")+1
	for _, l := range lines {
		for _, s := range l.Stmts {
			number, _, _ := strings.Cut(s, ":")
			line, _ := strconv.Atoi(number)
			if line < last || line > n {
				t.Errorf("line %d of %d, after line %d: %q", line, n, last, s)
			}
			last = line
		}
	}
}

// construct is a line of testdata/constructs: text that is accepted or not,
// and whether the other shells need not agree.
type construct struct {
	text             string
	accept, disputed bool
}

func constructs(tb testing.TB) []construct {
	data, err := os.ReadFile("testdata/constructs")
	if err != nil {
		tb.Fatal(err)
	}
	var list []construct
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		verdict, quoted, _ := strings.Cut(line, " ")
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(quoted, `"`, `\"`) + `"`)
		if err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
		list = append(list, construct{text, verdict[0] == '+', len(verdict) > 1})
	}
	return list
}
