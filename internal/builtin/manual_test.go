package builtin

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the built-ins into docs/gpipe.1")

const (
	manual      = "../../docs/gpipe.1"
	manualStart = ".\\\" built-ins: from the table, by go test ./internal/builtin -update\n"
	manualEnd   = ".\\\" end of the built-ins\n"
)

// TestManual sees to it that the manual page has what the table says.
func TestManual(t *testing.T) {
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), manualStart)
	got, after, ok2 := strings.Cut(rest, manualEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the built-ins", manual)
	}
	want := manualItems()
	if *update {
		text := before + manualStart + want + manualEnd + after
		if err := os.WriteFile(manual, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s does not have what the table says; run with -update (-want +got):\n%s", manual, diff)
	}
}

// manualItems is the list of built-ins in the language of the page.
func manualItems() string {
	table := Table()
	var b strings.Builder
	b.WriteString(".Bl -tag -width Ds\n")
	for _, name := range slices.Sorted(maps.Keys(table)) {
		c := table[name]
		b.WriteString(".It Ic " + escapeArgs(strings.TrimSpace(name+" "+c.Usage)) + "\n")
		for i, line := range strings.Split(c.Doc, "\n") {
			if i > 0 && (strings.HasPrefix(line, "-") || strings.Contains(line, "  ")) {
				b.WriteString(".br\n")
			}
			b.WriteString(escapeRoff(strings.TrimLeft(line, " ")) + "\n")
		}
	}
	b.WriteString(".El\n")
	return b.String()
}

// escapeArgs makes the arguments of a macro, none of which is a delimiter.
func escapeArgs(s string) string {
	words := strings.Fields(escapeRoff(s))
	for i, w := range words {
		if len(w) == 1 {
			words[i] = `\&` + w
		}
	}
	return strings.Join(words, " ")
}

// escapeRoff makes text that roff shows as it is.
func escapeRoff(s string) string {
	s = strings.ReplaceAll(s, `\`, `\e`)
	s = strings.ReplaceAll(s, "-", `\-`)
	s = strings.ReplaceAll(s, "...", ` ...`)
	s = strings.ReplaceAll(s, "  ...", ` ...`)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
