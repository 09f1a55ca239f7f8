package interactive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gpipe/internal/builtin"
	"gpipe/internal/edit"
	"gpipe/internal/interp"
	"gpipe/internal/option"
	"gpipe/internal/redirect"
)

// BenchmarkKey is a key typed into a command, with its frame, highlight and
// suggestion, where the history has ten megabytes.
func BenchmarkKey(b *testing.B) {
	var files redirect.Table
	sh, err := interp.New(&interp.Config{Builtins: builtin.Table(), Options: option.Defaults, Name: "sh", Dir: b.TempDir(), Env: []string{"PATH=/usr/bin:/bin"}, Files: files})
	if err != nil {
		b.Fatal(err)
	}
	defer sh.End(interp.Next)
	history := sh.Commands().List()
	for i := range 250_000 {
		history.Add(fmt.Sprintf("echo %08d some usual words go here %d", i, i%10), time.Time{})
	}
	s := &Session{sh: sh, bindings: sh.Bindings()}
	s.programs.late = s.restyle
	s.editor = edit.New(edit.Config{History: history, Bindings: s.bindings, Incomplete: sh.Incomplete, Highlight: s.highlight})
	text := "if grep -q \"x $HOME\" file; then nosuch | echo 0024 'quoted'; fi # z"
	var took []time.Duration
	n := 0
	for b.Loop() {
		if n%len(text) == 0 {
			s.editor.Start(edit.NewPrompt("$ "), edit.NewPrompt("> "))
		}
		begin := time.Now()
		s.editor.Key(edit.Key{Text: text[n%len(text) : n%len(text)+1]})
		s.painter.Paint(s.editor.Frame())
		took = append(took, time.Since(begin))
		n++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-us")
}
