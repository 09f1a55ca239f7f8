package main

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/effort"
)

// TestUpToDate: what is generated is what the declarations say.
func TestUpToDate(t *testing.T) {
	effort.Usual(t)
	files, err := generate("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s: make api (-is +should be):\n%s", name, cmp.Diff(strings.Split(string(got), "\n"), strings.Split(string(want), "\n")))
		}
	}
}

// TestImportersBuild: a program that imports the packages compiles for Windows, and
// does what it is to here. make cross builds it for the other systems.
func TestImportersBuild(t *testing.T) {
	effort.Usual(t)
	run(t, "program", []string{"GOOS=windows", "GOARCH=amd64"}, "go", "vet", ".")
	if got := run(t, "program", nil, "go", "run", "."); got != strings.Repeat("yes\n", 7)+"'a b' c\n" {
		t.Errorf("%q", got)
	}
}

// TestUnsupported: what Windows has of the packages says at run time that the rest is
// not supported, and does not panic. It is run here, as a module of its own.
func TestUnsupported(t *testing.T) {
	effort.Usual(t)
	m, err := openModule("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, text []byte) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module "+m.path+"\n\ngo 1.26\n"))
	for _, pkg := range append([]string{"internal/columns", "internal/api/program"}, public...) {
		names, err := filepath.Glob(filepath.Join("../..", pkg, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			base := filepath.Base(name)
			has, err := contextOf("windows").MatchFile(filepath.Dir(name), base)
			if err != nil {
				t.Fatal(err)
			}
			if !has || strings.HasSuffix(base, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			write(path.Join(pkg, strings.Replace(base, "_windows", "", 1)), text)
		}
	}
	if got := run(t, dir, nil, "go", "run", "./internal/api/program"); got != strings.Repeat("no\n", 7)+"'a b' c\n" {
		t.Errorf("%q", got)
	}
}

// run runs a command in dir and returns what it writes.
func run(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", strings.Join(env, " "), strings.Join(args, " "), err, out)
	}
	return string(out)
}
