package interp

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzCompile reads and compiles any text and runs none of it. The seeds are
// the scripts of the behaviour tests.
func FuzzCompile(f *testing.F) {
	archives, err := filepath.Glob("../../testscripts/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if filepath.Ext(file.Name) == ".sh" {
				f.Add(string(file.Data))
			}
		}
	}
	sh, err := New(&Config{Name: "fuzz", Env: os.Environ()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := sh.Program(Source{Text: text})
		defer p.Close()
		for p.next(); p.err == nil; p.next() {
			p.compile.text = p.line
			for _, s := range p.line.Stmts {
				if p.compile.stmt(s) == nil {
					t.Errorf("nothing to run for %q", p.line.Text)
				}
			}
			p.line = nil
		}
	})
}
