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

// buildProgram builds a program of this module that is in no file of it.
func buildProgram(t *testing.T, source string) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	real := filepath.Join(t.TempDir(), "main.go")
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	names, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(dir, "docs/pieces/main.go"): real}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{real: source, overlay: string(names)} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("go", "build", "-o", os.DevNull, "-overlay", overlay, "gpipe/docs/pieces").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
