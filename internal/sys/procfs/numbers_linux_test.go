package procfs

import (
	"os"
	"path/filepath"
	"testing"
)

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
		if n, ok := ReadNumber(file); n != c.n || ok != c.ok {
			t.Errorf("%q: %d %v", c.text, n, ok)
		}
	}
	if _, ok := ReadNumber(file + ".no"); ok {
		t.Error("a number in a file that is not there")
	}
}
