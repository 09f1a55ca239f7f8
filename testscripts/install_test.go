package testscripts

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// programs holds what is built to be tested, once for all tests.
var programs struct {
	sync.Mutex
	dir   string // "" before the first
	built map[string]error
}

func TestMain(m *testing.M) {
	status := m.Run()
	os.RemoveAll(programs.dir)
	os.Exit(status)
}

// install puts the gpipe to be tested at path.
func install(t *testing.T, path, binary string) {
	t.Helper()
	if binary != "" {
		target, err := filepath.Abs(binary)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
		return
	}
	link(t, path, "gpipe/cmd/gpipe", entryHook(), buildFlags()...)
}

// installRefuse puts refuse into a directory.
func installRefuse(t *testing.T, dir string) {
	t.Helper()
	link(t, filepath.Join(dir, "refuse"), "gpipe/internal/refuse/cmd", true)
}

// link gives a program the name path. It is built if it is not yet.
func link(t *testing.T, path, pkg string, static bool, flags ...string) {
	t.Helper()
	programs.Lock()
	defer programs.Unlock()
	if programs.dir == "" {
		dir, err := os.MkdirTemp("", "testscripts")
		if err != nil {
			t.Fatal(err)
		}
		if err := dependOnSources(); err != nil {
			t.Fatal(err)
		}
		programs.dir, programs.built = dir, map[string]error{}
	}
	file := filepath.Join(programs.dir, strings.ReplaceAll(pkg, "/", "-"))
	if _, tried := programs.built[pkg]; !tried {
		programs.built[pkg] = build(file, pkg, static, flags)
	}
	err := programs.built[pkg]
	if err == nil {
		err = os.Link(file, path)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func build(file, pkg string, static bool, flags []string) error {
	args := append([]string{"build", "-o", file}, flags...)
	cmd := exec.Command("go", append(args, pkg)...)
	if static {
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build %s, so there is nothing to test: %w\n%s", pkg, err, out)
	}
	return nil
}

// dependOnSources makes the cached results of these tests depend on the source of
// the binary they run: the go command notes the files that a test looks at.
func dependOnSources() error {
	return filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != ".." {
			return filepath.SkipDir
		}
		switch filepath.Ext(path) {
		case ".go", ".s", ".mod", ".sum":
			_, err = os.Stat(path)
		}
		return err
	})
}
