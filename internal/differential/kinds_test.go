package differential

import (
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// tools builds what kinds of scripts need.
func tools(t *testing.T) Tools {
	t.Helper()
	dir := t.TempDir()
	for name, pkg := range map[string]string{"refuse": "gpipe/internal/refuse/cmd", "poke": "gpipe/internal/differential/poke"} {
		build := exec.Command("go", "build", "-o", filepath.Join(dir, name), pkg)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	return Tools{Refuse: filepath.Join(dir, "refuse"), Poke: filepath.Join(dir, "poke")}
}

// TestKinds tries the first scripts of each kind.
func TestKinds(t *testing.T) {
	effort.Usual(t)
	gpipe, references := shells(t)
	accepted, err := AcceptedDivergences()
	if err != nil {
		t.Fatal(err)
	}
	found, missing := Kinds(tools(t))
	t.Logf("not on this machine: %q", missing)
	for _, k := range found {
		if k.Bash {
			continue // see TestBash
		}
		h := &Hunt{
			Gpipe: gpipe, References: references, Accepted: accepted, Whole: k.Whole,
			First: 1, N: uint64(effort.Of(0, 4, 15)), Workers: 2, Dir: t.TempDir(), Generate: k.Generate,
		}
		h.Found = func(d Divergence) {
			if d.Reason == "" {
				t.Errorf("%s, seed %d: %s%s", k.Name, d.Seed, d.Script.Place, tell(d.Outcome))
			}
		}
		if _, err := h.Run(t.Context()); err != nil {
			t.Errorf("%s: %v", k.Name, err)
		}
	}
}

// TestBash tries the first scripts in the language of bash, with gpipe in the place of
// bash; `make differential BASH=1` tries any number.
func TestBash(t *testing.T) {
	effort.Usual(t)
	gpipe, _ := shells(t)
	file, err := filepath.Abs(gpipe.Argv[0])
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	asBash, err := GpipeAsBash(file, dir)
	if err != nil {
		t.Fatal(err)
	}
	bash, err := Bash()
	if err != nil {
		t.Skip("bash is not installed: nothing to compare with")
	}
	accepted, err := AcceptedBash()
	if err != nil {
		t.Fatal(err)
	}
	h := &Hunt{
		Gpipe: asBash, References: []Shell{bash}, Accepted: accepted,
		First: 1, N: uint64(effort.Of(0, 25, 25)), Workers: 2, Dir: dir, Generate: GenerateBash,
	}
	h.Found = func(d Divergence) {
		if d.Reason == "" {
			t.Errorf("seed %d: %s%s", d.Seed, d.Script.Text, describe("gpipe", d.Gpipe)+describe("bash", d.Results[0]))
		}
	}
	tally, err := h.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d scripts, the same as bash in %d", tally.Scripts.Load(), tally.Same.Load())
}

// TestPoke: the signal comes while the shell waits, and what follows it later.
func TestPoke(t *testing.T) {
	effort.Usual(t)
	_, references := shells(t)
	bench, err := NewBench(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	poke := tools(t).Poke
	text := "mkfifo f; exec 3<>f\ntrap 'echo trapped' USR1\n(" + poke + " $$ USR1 write:f end KILL &)\n" +
		"echo before\nread x <&3 || read x <&3\necho \"after $x\"\nread y <&3\necho never\n"
	for _, s := range references {
		r, err := bench.Run(s, Script{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if want := "before\ntrapped\nafter line of text\n"; r.Stdout != want || r.Status != 128+9 {
			t.Errorf("%s: status %d, %q, %s", s.Name, r.Status, r.Stdout, r.Stderr)
		}
	}
}
