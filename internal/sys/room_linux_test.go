package sys

import (
	"os"
	"path/filepath"
	"testing"
)

func TestThreadsOf(t *testing.T) {
	mine, err := numbersIn("/proc/self/task")
	if err != nil {
		t.Skip(err)
	}
	if n := threadsOf(uint32(os.Geteuid())); n < len(mine) {
		t.Errorf("%d threads of this user, %d of this process", n, len(mine))
	}
	if !room(1) {
		t.Error("no room for one process more")
	}
}

func TestReadNumber(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pids.max")
	for _, c := range []struct {
		text string
		n    int
		ok   bool
	}{{"20\n", 20, true}, {"max\n", 0, false}, {"", 0, false}} {
		if err := os.WriteFile(file, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		if n, ok := readNumber(file); n != c.n || ok != c.ok {
			t.Errorf("%q: %d %v", c.text, n, ok)
		}
	}
	if _, ok := readNumber(file + ".no"); ok {
		t.Error("a number in a file that is not there")
	}
}
