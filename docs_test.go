package gpipe

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestComingFromCompiles: the Go code in docs/coming-from.md is code.
func TestComingFromCompiles(t *testing.T) {
	text, err := os.ReadFile("docs/coming-from.md")
	if err != nil {
		t.Fatal(err)
	}
	var body strings.Builder
	n := 0
	for _, part := range strings.Split(string(text), "\n```go\n")[1:] {
		code, _, ok := strings.Cut(part, "\n```\n")
		if !ok {
			t.Fatal("a piece of code without an end")
		}
		n++
		fmt.Fprintf(&body, "\nfunc piece%d(ctx context.Context, line, pattern, file, dir, host string, data []byte, r io.Reader, w io.Writer) error {\n{\n%s\n%s}\nreturn nil\n}\n",
			n, code, uses(t, code))
	}
	if n < 20 {
		t.Errorf("only %d pieces of code", n)
	}
	source := "package main\n\nimport (\n"
	for _, path := range []string{"bufio", "bytes", "context", "errors", "fmt", "io", "log", "os", "os/exec", "syscall", "time",
		"gpipe/pipeline", "gpipe/popen", "gpipe/redirect"} {
		if strings.Contains(body.String(), filepath.Base(path)+".") {
			source += fmt.Sprintf("\t%q\n", path)
		}
	}
	buildProgram(t, source+")\n\nfunc main() {}\n"+body.String())
}

// uses is a use of each variable that a piece of code defines.
func uses(t *testing.T, code string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc _() {\n"+code+"\n}", 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, code)
	}
	text := ""
	for _, s := range file.Decls[0].(*ast.FuncDecl).Body.List {
		if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
			for _, x := range a.Lhs {
				if name := x.(*ast.Ident).Name; name != "_" {
					text += "_ = " + name + "\n"
				}
			}
		}
	}
	return text
}

// TestReadmeCompiles: the Go code in the README is code, each piece with the imports
// that it shows.
func TestReadmeCompiles(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	sources := []string{"package main\n\nfunc main() {}\n"}
	for _, part := range strings.Split(string(text), "\n```go\n")[1:] {
		code, _, _ := strings.Cut(part, "\n```\n")
		end := "\n\n"
		if strings.HasPrefix(code, "import (") {
			end = "\n)\n\n"
		}
		imports, body, ok := strings.Cut(code, end)
		imports += strings.TrimSuffix(end, "\n\n")
		if !ok || !strings.HasPrefix(imports, "import ") {
			t.Errorf("no imports in\n%s", code)
			continue
		}
		// What a program around it would have.
		around := "import (\n_c \"context\"\n_p \"" + modulePath(t) + "/pipeline\"\n)\n"
		sources = append(sources, fmt.Sprintf("package main\n\n%s\n%s\nfunc piece%d(ctx _c.Context, pattern, file, name, word string, repair func([]byte), myObserver _p.Observer, p *_p.Pipeline) error {\n{\n%s\n%s}\nreturn nil\n}\n",
			imports, around, len(sources), body, uses(t, body)))
	}
	if len(sources) < 10 {
		t.Errorf("only %d pieces of code", len(sources)-1)
	}
	buildProgram(t, sources...)
}

// buildProgram builds a program of this module that is in no file of it.
func buildProgram(t *testing.T, sources ...string) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	replace := make(map[string]string)
	files := make(map[string]string)
	for i, source := range sources {
		name := fmt.Sprintf("piece%d.go", i)
		real := filepath.Join(t.TempDir(), name)
		replace[filepath.Join(dir, "docs/pieces", name)], files[real] = real, source
	}
	names, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	files[overlay] = string(names)
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("go", "build", "-o", os.DevNull, "-overlay", overlay, modulePath(t)+"/docs/pieces").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
