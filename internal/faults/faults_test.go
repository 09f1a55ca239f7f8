package faults

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestFaults injects a sample of the faults; make faults does all.
func TestFaults(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("counts descriptors in /proc")
	}
	gpipe := filepath.Join(t.TempDir(), "gpipe")
	build := exec.Command("go", "build", "-tags", "faults", "-o", gpipe, "gpipe/cmd/gpipe")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s, err := New(gpipe)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(s.Dir)
	s.Stride = 19
	if testing.Short() {
		s.Stride = 97
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	for _, f := range s.Findings {
		t.Errorf("%s: %s, %s: %s\nstdout %.300q\nstderr %.300q", f.Outcome, f.Script.Name, f.Fault, f.Script.Text, f.Stdout, f.Stderr)
	}
	injected := 0
	for _, n := range s.Counts {
		for _, k := range n {
			injected += k
		}
	}
	t.Logf("%d faults", injected)
	if injected < 20 {
		t.Errorf("only %d faults were injected", injected)
	}
}
