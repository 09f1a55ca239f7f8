package gpipe

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gpipe/internal/effort"
)

// strangers is a program of another module that imports every public package.
const strangers = `package main

import (
	"context"
	"fmt"
	"os"

	"gpipe/ipc"
	"gpipe/pipeline"
	"gpipe/popen"
	"gpipe/redirect"
	"gpipe/shell"
)

func main() {
	ctx := context.Background()
	out, err := popen.Output(ctx, "echo popen | cat")
	fmt.Printf("%s%v\n", out, err)
	out, err = pipeline.New(pipeline.Cmd("echo", "pipeline").With(redirect.Dup(2, 1))).Output(ctx)
	fmt.Printf("%s%v\n", out, err)
	sh, err := shell.New(shell.Options{Stdout: os.Stdout})
	fmt.Println(err, sh.Run(ctx, "echo shell"), sh.Close(), ipc.MutexSize > 0)
}
`

const strangersOutput = "popen\n<nil>\npipeline\n<nil>\nshell\n<nil> <nil> <nil> true\n"

// TestStranger: what the README says makes another module depend on this one, also
// with its packages copied into it, and nothing is fetched for that.
func TestStranger(t *testing.T) {
	effort.Usual(t)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.org/stranger\n\ngo 1.26\n", "main.go": strangers} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOPROXY=off", "GOSUMDB=off", "GOFLAGS=", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	for _, line := range dependingLines(t) {
		run(strings.Fields(strings.ReplaceAll(line, "../gpipe", here))...)
	}
	if out := run("go", "run", "."); out != strangersOutput {
		t.Errorf("%q", out)
	}
	run("go", "vet", ".")
	run("go", "mod", "vendor")
	effort.Long(t) // the rest compiles all of them anew
	if out := run("go", "run", "-mod=vendor", "."); out != strangersOutput {
		t.Errorf("with packages of its own: %q", out)
	}
}

// dependingLines are the lines by which the README says to depend on the module.
func dependingLines(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^    (go mod (?:edit|tidy).*)$`).FindAllStringSubmatch(string(text), -1)
	if len(lines) != 2 {
		t.Fatalf("the README has %q", lines)
	}
	return []string{lines[0][1], lines[1][1]}
}
