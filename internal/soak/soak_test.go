package soak

import (
	"gpipe/internal/effort"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestSoak is a small one; make soak is the large one.
func TestSoak(t *testing.T) {
	effort.Usual(t)
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	dir := t.TempDir()
	gpipe := filepath.Join(dir, "gpipe")
	build := exec.Command("go", "build", "-o", gpipe, "gpipe/cmd/gpipe")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	rounds := effort.Of(0, 800, 2000)
	for _, name := range Names() {
		var all []Sample
		if err := Run(gpipe, name, dir, rounds, 4, func(s Sample) { all = append(all, s) }); err != nil {
			t.Fatal(err)
		}
		flat(t, name, all)
	}
	var all []Sample
	if err := Popens(rounds/40, func(s Sample) { all = append(all, s) }); err != nil {
		t.Fatal(err)
	}
	if before, after := all[0], all[len(all)-1]; before.Fds != after.Fds || after.Zombies+after.Children != 0 {
		t.Errorf("popens: %+v before, %+v after", before, after)
	}
}

// flat demands that the last sample has no more than the first: of memory
// not much more, which the collector decides.
func flat(t *testing.T, name string, all []Sample) {
	t.Helper()
	if len(all) < 2 {
		t.Fatalf("%s: %d samples", name, len(all))
	}
	first, last := all[0], all[len(all)-1]
	if last.Fds > first.Fds+Poller || last.Zombies+last.Children != 0 || last.Threads > first.Threads+8 || last.RSS > first.RSS+16<<10 {
		t.Errorf("%s: %+v at first, %+v at the end", name, first, last)
	}
}
