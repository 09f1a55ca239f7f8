package expand

import (
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// makeTree makes the files that the snippets look for and changes to their
// directory.
func makeTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{
		"a.txt", "b.txt", "c", ".hid", "sp ace", "star*", "d1/x", "d1/y.txt", "d1/.h", "d2/x",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link": "d1", "dangling": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	return dir
}

func testEnv(dir string) []string {
	return []string{"HOME=/home/me", "LC_ALL=C.UTF-8", "PWD=" + dir}
}

func TestExpansions(t *testing.T) {
	dir := makeTree(t)
	for _, c := range expansions {
		got := newTestShell(testEnv(dir)...).run(c.src)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s\n%s", c.src, diff)
		}
	}
}

// TestExpansionsElsewhere runs the same snippets with other shells. An error
// must be one there too, but its text is not compared.
func TestExpansionsElsewhere(t *testing.T) {
	effort.Usual(t)
	for _, shell := range []string{"bash", "dash"} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skip(err)
			}
			dir := makeTree(t)
			for _, c := range expansions {
				reason := c.bash
				if shell == "dash" {
					reason = c.dash
				}
				want, message, failed := strings.Cut(c.want, "error: ")
				got, status := runShell(path, c.src, testEnv(dir))
				switch diff := cmp.Diff(want, got); {
				case diff != "" && reason == "":
					t.Errorf("%s\n%s", c.src, diff)
				case diff == "" && reason != "":
					t.Errorf("%s\nno difference, but the reason %q", c.src, reason)
				case reason == "" && failed && status == 0:
					t.Errorf("%s\nno error, but we say %s", c.src, message)
				}
			}
		})
	}
}

// runShell runs src with the command p defined, and returns its output.
func runShell(path, src string, env []string) (out string, status int) {
	const p = `p() { [ $# -gt 0 ] && printf "<%s>" "$@"; echo " $#"; }` + "\n"
	cmd := exec.Command(path, "-c", p+src, "sh")
	cmd.Env = append(env, "PATH="+os.Getenv("PATH"))
	b, _ := cmd.Output()
	return string(b), cmd.ProcessState.ExitCode()
}
