package differential

import (
	"errors"
	"flag"
	"fmt"
	"gpipe/internal/effort"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

var binary = flag.String("binary", "", "test this `file` instead of building gpipe")

// shells returns gpipe and the shells to compare with, or skips the test.
func shells(t *testing.T) (Shell, []Shell) {
	t.Helper()
	references, missing := References()
	for _, name := range missing {
		if name == "dash" || name == "bash" {
			t.Skipf("%s is not installed: nothing to compare with", name)
		}
	}
	if *binary != "" {
		file, err := filepath.Abs(*binary)
		if err != nil {
			t.Fatal(err)
		}
		return Gpipe(file), references[:2]
	}
	dependOnSources(t)
	file := filepath.Join(t.TempDir(), "gpipe")
	args := []string{"build", "-o", file}
	if runtime.GOOS == "linux" && (runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64") {
		args = append(args, "-ldflags=-E=gpipe_entry")
	}
	cmd := exec.Command("go", append(args, "gpipe/cmd/gpipe")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building gpipe: %v\n%s", err, out)
	}
	return Gpipe(file), references[:2]
}

// dependOnSources makes the cached result of this test depend on the source of
// the binary it runs: the go command notes the files that a test looks at.
func dependOnSources(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && !strings.HasSuffix(path, ".."):
			return filepath.SkipDir
		case filepath.Ext(path) == ".go" || filepath.Ext(path) == ".s":
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSnippets(t *testing.T) {
	effort.Usual(t)
	gpipe, references := shells(t)
	snippets, err := Snippets()
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := AcceptedDivergences()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var unclear []string
	each(t, len(snippets), func(bench *Bench, n int) error {
		s := snippets[n]
		o, err := bench.Compare(gpipe, references, Script{Text: s.Text, Mode: Mode(n % 3)})
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		switch verdict := o.Judge(); verdict {
		case Unclear:
			unclear = append(unclear, s.Name)
		case Different, Silent:
			if reason, ok := Reason(accepted, o.Script); ok {
				t.Logf("%s: accepted: %s", s.Name, reason)
			} else {
				t.Errorf("%s: %s", s.Name, tell(o))
			}
		}
		return nil
	})
	t.Logf("%d snippets; dash and bash differ on %d: %s", len(snippets), len(unclear), strings.Join(unclear, " "))
}

// TestRandomScripts tries the first random scripts; `make differential` tries
// any number.
func TestRandomScripts(t *testing.T) {
	effort.Usual(t)
	gpipe, references := shells(t)
	accepted, err := AcceptedDivergences()
	if err != nil {
		t.Fatal(err)
	}
	h := &Hunt{
		Gpipe: gpipe, References: references, Accepted: accepted,
		First: 1, N: uint64(effort.Of(0, 25, 100)), Workers: 2, Dir: t.TempDir(), Generate: Generate,
	}
	h.Found = func(d Divergence) {
		if d.Reason == "" {
			t.Errorf("seed %d: %s", d.Seed, tell(d.Outcome))
		}
	}
	tally, err := h.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d scripts; dash and bash agree on %d, gpipe with them on %d", tally.Scripts.Load(), tally.Agreed.Load(), tally.Same.Load())
}

// each calls do for 0 to n-1, two at a time, and reports the errors.
func each(t *testing.T, n int, do func(*Bench, int) error) {
	t.Helper()
	dir := t.TempDir()
	next := make(chan int)
	failed := make(chan error, 2)
	for range 2 {
		go func() {
			bench, err := NewBench(dir)
			for i := range next {
				if err == nil {
					err = do(bench, i)
				}
			}
			failed <- err
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	if err := errors.Join(<-failed, <-failed); err != nil {
		t.Error(err)
	}
}

func tell(o *Outcome) string {
	text := o.Script.Text + describe("gpipe", o.Gpipe)
	for i, name := range []string{"dash", "bash"} {
		text += describe(name, o.Results[i])
	}
	return text
}

func describe(name string, r Result) string {
	return fmt.Sprintf("%s: status %d, output %q, messages %.300q\n", name, r.Status, r.Stdout, r.Stderr)
}

func TestReduce(t *testing.T) {
	script := "a=1\nfor i in 1 2; do echo needle; echo x; done\nb=2; (echo \"$a\")\n"
	for _, need := range []string{"needle", "for i", "\"$a\"", "b=2"} {
		got := Reduce(script, func(s string) bool { return strings.Contains(s, need) })
		if got != need {
			t.Errorf("Reduce to %q: %q", need, got)
		}
	}
}

func TestGenerateIsRepeatable(t *testing.T) {
	seen := make(map[string]bool)
	for seed := range uint64(200) {
		script := Generate(seed)
		if script != Generate(seed) {
			t.Errorf("seed %d makes different scripts", seed)
		}
		seen[script.Text] = true
	}
	if len(seen) < 190 {
		t.Errorf("200 seeds make %d scripts", len(seen))
	}
}

func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		name              string
		gpipe, dash, bash Result
		want              Verdict
	}{
		{"all agree", Result{Stdout: "a"}, Result{Stdout: "a"}, Result{Stdout: "a"}, Same},
		{"references differ", Result{Stdout: "a"}, Result{Stdout: "a"}, Result{Stdout: "b"}, Unclear},
		{"output", Result{Stdout: "a"}, Result{Stdout: "b"}, Result{Stdout: "b"}, Different},
		{"status", Result{Status: 1}, Result{Status: 2}, Result{Status: 2}, Different},
		{"any failure", Result{Status: 1}, Result{Status: 2}, Result{Status: 127}, Same},
		{"no failure", Result{}, Result{Status: 2}, Result{Status: 127}, Different},
		{"silent", Result{}, Result{Messages: true}, Result{Messages: true}, Silent},
		{"hangs", Result{TimedOut: true}, Result{}, Result{}, Different},
		{"reference hangs", Result{}, Result{TimedOut: true}, Result{TimedOut: true}, Unclear},
	} {
		o := &Outcome{Gpipe: tt.gpipe, Results: []Result{tt.dash, tt.bash}}
		if got := o.Judge(); got != tt.want {
			t.Errorf("%s: verdict %d, want %d", tt.name, got, tt.want)
		}
	}
}
