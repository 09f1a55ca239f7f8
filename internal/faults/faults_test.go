package faults

import (
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestFaults injects a sample of the faults; make faults does all.
func TestFaults(t *testing.T) {
	effort.Usual(t)
	if runtime.GOOS != "linux" {
		t.Skip("counts descriptors in /proc")
	}
	gpipe := filepath.Join(t.TempDir(), "gpipe")
	args := []string{"build", "-tags", "faults", "-o", gpipe}
	if runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64" {
		args = append(args, "-ldflags=-E=gpipe_entry")
	}
	build := exec.Command("go", append(args, "gpipe/cmd/gpipe")...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s, err := New(gpipe)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(s.Dir)
	s.Stride = effort.Of(0, 97, 19)
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	if err := s.RunPlaces(Places(refuse(t))); err != nil {
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

// refuse builds the program that has system calls refused.
func refuse(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "refuse")
	build := exec.Command("go", "build", "-o", path, "gpipe/internal/refuse/cmd")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}
