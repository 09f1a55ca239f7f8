package files

import (
	"errors"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/sys"
)

func TestReadDir(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("n", 255)
	for _, name := range []string{"a", ".b", "..c", long, "\xff"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "l")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o777); err != nil {
		t.Fatal(err)
	}
	fd, err := OpenDir(-1, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(fd)
	var names []string
	kinds := map[string]EntryType{}
	err = ReadDir(fd, ".", make([]byte, 4096), func(name []byte, k EntryType) {
		names = append(names, string(name))
		kinds[string(name)] = k
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(names)
	if diff := cmp.Diff([]string{"..c", ".b", "a", "d", "l", long, "\xff"}, names); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]EntryType{"a": EntryOther, "d": EntryDir, "l": EntryLink} {
		if k := kinds[name]; k != want && k != EntryUnknown {
			t.Errorf("%s has type %d, want %d", name, k, want)
		}
	}
	for path, want := range map[string]bool{"a": true, "a/": false, "d/": true, "l": true, "l/": false, "no": false} {
		if Exists(fd, path) != want {
			t.Errorf("Exists(%q) is %v", path, !want)
		}
	}
	if err := ReadDir(fd, "a", make([]byte, 4096), nil); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("ReadDir of a file: %v", err)
	}
}
