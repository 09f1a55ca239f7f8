package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gpipe/internal/sys"
)

func TestReadApart(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 4096, 100_000} {
		path := filepath.Join(t.TempDir(), "file")
		want := strings.Repeat("x", size)
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		fd, err := sys.Open(-1, path, os.O_RDONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadApart(fd)
		if string(got) != want || err != nil {
			t.Errorf("%d bytes: read %d, %v", size, len(got), err)
		}
		Release(got)
		sys.Close(fd)
	}
}
