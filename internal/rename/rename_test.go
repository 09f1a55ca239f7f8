package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gpipe/internal/effort"
)

// moduleRoot is where go.mod is.
const moduleRoot = "../.."

// copyModule copies the module's files, but for what is made.
func copyModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	entries, err := os.ReadDir(moduleRoot)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		from, to := filepath.Join(moduleRoot, e.Name()), filepath.Join(dir, e.Name())
		switch {
		case skipped(e.Name()):
		case e.IsDir():
			if err := os.CopyFS(to, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
		default:
			text, err := os.ReadFile(from)
			if err == nil {
				err = os.WriteFile(to, text, 0o666)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// TestRenamed: a copy that make has renamed has nothing of the old path, is built,
// passes vet and those tests that look at imports and names, and its compiler uses the
// profile; then it is renamed again.
func TestRenamed(t *testing.T) {
	effort.Long(t) // compiles everything
	dir := copyModule(t)
	in := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip(err)
	}
	for _, to := range []string{"example.org/some-one/g.pipe", "github.com/Other/gpipe"} {
		in("make", "-s", "module", "PATH="+to)
		if got := in("go", "list", "./cmd/gpipe"); got != to+"/cmd/gpipe\n" {
			t.Errorf("%s: %q", to, got)
		}
		checkNoTrace(t, dir, to)
	}
	in("make", "-s", "build")
	if out := in("bin/gpipe", "-c", "echo $((1+1)) | cat"); out != "2\n" {
		t.Errorf("%q", out)
	}
	if n := strings.Count(in("go", "tool", "pprof", "-top", "-nodecount=1000", "cmd/gpipe/default.pgo"), "github.com/Other/gpipe/"); n < 50 {
		t.Errorf("%d functions of the module in the profile", n)
	}
	if out := in("gofmt", "-l", "."); out != "" {
		t.Errorf("not formatted: %s", out)
	}
	in("go", "vet", "./...")
	in("go", "test", "./shell", "./popen", "./internal/sys", "-run", "Example|Entry")
	in("go", "test", ".", "-run", "TestImportsPointDown|TestModules|TestPublicAPI|TestComingFromCompiles|TestStranger")
}

// checkNoTrace looks for packages of the module by another path than it has.
func checkNoTrace(t *testing.T, dir, to string) {
	t.Helper()
	r, err := newRenamer(dir, "gpipe", to)
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if found := r.packages.Find(text); found != nil {
			t.Errorf("%s: %q", path, found)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestMisuse(t *testing.T) {
	for _, to := range []string{"", "gpipe", "a.b", "/usr/bin:/bin", "a.b/", "a.b/c d", "a.b/../c", "A.b/c", "https://a.b/c"} {
		if err := rename(t.TempDir(), to); err == nil || !strings.Contains(err.Error(), "no path of a module") {
			t.Errorf("%q: %v", to, err)
		}
	}
	dir := t.TempDir()
	if err := rename(dir, "a.b/c"); !os.IsNotExist(err) {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("go 1.26\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := rename(dir, "a.b/c"); err == nil || !strings.Contains(err.Error(), "no module line") {
		t.Error(err)
	}
}

func FuzzProfile(f *testing.F) {
	text, err := os.ReadFile(filepath.Join(moduleRoot, "cmd/gpipe/default.pgo"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		r := &renamer{from: "gpipe", to: "a.b/gpipe"}
		if out, err := r.profile(text); err == nil {
			if _, err := r.profile(out); err != nil {
				t.Error(err)
			}
		}
	})
}
