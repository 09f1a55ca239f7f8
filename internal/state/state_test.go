package state_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"gpipe/internal/state"

	"github.com/google/go-cmp/cmp"
)

// TestTableForks: what one side of a fork changes, the other does not see.
func TestTableForks(t *testing.T) {
	var parent state.Table[string, int]
	parent.Set("a", 1)
	parent.Set("b", 2)
	child := parent.Fork()
	grandchild := child.Fork()
	parent.Set("a", 10)
	child.Delete("b")
	grandchild.Set("c", 3)
	for _, c := range []struct {
		name  string
		table *state.Table[string, int]
		want  map[string]int
	}{
		{"parent", &parent, map[string]int{"a": 10, "b": 2}},
		{"child", &child, map[string]int{"a": 1}},
		{"grandchild", &grandchild, map[string]int{"a": 1, "b": 2, "c": 3}},
	} {
		if diff := cmp.Diff(c.want, maps.Collect(c.table.All())); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
		if got, want := c.table.Keys(), slices.Sorted(maps.Keys(c.want)); !slices.Equal(got, want) || c.table.Len() != len(want) {
			t.Errorf("%s: %d keys %v, want %v", c.name, c.table.Len(), got, want)
		}
	}
	if child.Delete("nosuch") {
		t.Error("Delete of what is not there returned true")
	}
}

func TestTableKeep(t *testing.T) {
	var parent state.Table[int, string]
	for n := range 10 {
		parent.Set(n, fmt.Sprint(n))
	}
	child := parent.Fork()
	child.Keep(func(n int, _ string) bool { return n%2 == 0 })
	if got, want := child.Keys(), []int{0, 2, 4, 6, 8}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	if parent.Len() != 10 {
		t.Errorf("the parent has %d entries, want 10", parent.Len())
	}
}

// TestActionsOfSubshell: it lists what its parent has set, runs nothing of that,
// and has only what is in force when it sets one itself.
func TestActionsOfSubshell(t *testing.T) {
	const exit, hup, term, debug = 0, 1, 15, 100
	none := func(int) bool { return false }
	var a state.Actions
	a.Begin(none)
	a.Set(exit, "echo bye")
	a.Set(hup, "")
	a.Set(term, "echo term")
	a.Set(debug, "echo debug")

	sub := a.Fork()
	if got, want := sub.Conditions(), []int{exit, hup, term, debug}; !slices.Equal(got, want) {
		t.Errorf("a subshell lists %v, want %v", got, want)
	}
	if action, ok := sub.Runs(exit); ok {
		t.Errorf("a subshell runs %q of its parent", action)
	}
	if sub.Any(func(int) bool { return true }) || !sub.Inherited() {
		t.Error("a subshell has actions to run")
	}

	sub.Begin(func(n int) bool { return n == debug })
	sub.Set(term, "exit 3")
	if diff := cmp.Diff(map[int]string{hup: "", term: "exit 3", debug: "echo debug"}, maps.Collect(sub.All())); diff != "" {
		t.Errorf("after a change: (-want +got)\n%s", diff)
	}
	if action, ok := sub.Runs(term); !ok || action != "exit 3" {
		t.Errorf("Runs(term) = %q, %t", action, ok)
	}
	if _, ok := sub.Runs(hup); ok {
		t.Error("an ignored signal has an action to run")
	}
	if action, ok := a.Runs(term); !ok || action != "echo term" {
		t.Errorf("the parent's Runs(term) = %q, %t", action, ok)
	}
	a.Clear(term)
	if _, ok := a.Get(term); ok || a.Len() != 3 {
		t.Errorf("Clear left %d actions", a.Len())
	}
}

func TestHash(t *testing.T) {
	var none *state.Hash
	none.Forget("x")
	if files := none.Files(); len(files) != 0 {
		t.Errorf("a nil Hash has %v", files)
	}
	h := state.NewHash(7)
	h.Set(state.HashedFile{Name: "sed", Path: "/bin/sed"})
	h.Set(state.HashedFile{Name: "awk", Path: "/opt/awk", Given: true})
	for range 2 {
		if path, ok := h.Use("sed"); !ok || path != "/bin/sed" {
			t.Errorf("Use(sed) = %q, %t", path, ok)
		}
	}
	if _, ok := h.Get("nosuch"); ok {
		t.Error("Get of what is not there")
	}
	own := h.Clone()
	own.Forget("sed")
	want := []state.HashedFile{{"awk", "/opt/awk", 0, true}, {"sed", "/bin/sed", 2, false}}
	if diff := cmp.Diff(want, h.Files()); diff != "" {
		t.Errorf("Files: (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want[:1], own.Files()); diff != "" || own.Gen() != 7 {
		t.Errorf("Files of the clone, generation %d: (-want +got)\n%s", own.Gen(), diff)
	}
}

// TestDirectoryCloses: the last environment that leaves closes it.
func TestDirectoryCloses(t *testing.T) {
	fd, err := syscall.Open(t.TempDir(), syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	d := state.NewDirectory(fd)
	d.Ref().Unref()
	var st syscall.Stat_t
	if err := syscall.Fstat(d.Fd(), &st); err != nil {
		t.Fatalf("closed while somebody stands in it: %v", err)
	}
	d.Unref()
	if err := syscall.Fstat(fd, &st); err != syscall.EBADF {
		t.Errorf("still open after the last one has left: %v", err)
	}
	var process *state.Directory
	if process.Ref().Unref(); process.Fd() != -1 {
		t.Errorf("the process's directory is %d", process.Fd())
	}
}

func TestCleanPath(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/":             "/",
		"//":            "//",
		"///":           "/",
		"/..":           "/",
		"/.":            "/",
		"//..//x":       "//x",
		dir + "/a/..":   dir,
		dir + "/./a//":  dir + "/a",
		"relative/../x": "relative/../x",
	} {
		if got, err := state.CleanPath(path, 0); err != nil || got != want {
			t.Errorf("CleanPath(%q) = %q, %v, want %q", path, got, err, want)
		}
	}
	gone := dir + "/nosuch/.."
	if got, err := state.CleanPath(gone, 0); err != syscall.ENOENT {
		t.Errorf("CleanPath(%q) = %q, %v, want ENOENT", gone, got, err)
	}
	if got, err := state.CleanPath(gone, len(gone)); err != nil || got != dir {
		t.Errorf("CleanPath(%q) of a shell that stands there = %q, %v", gone, got, err)
	}
}

func TestIsCleanPath(t *testing.T) {
	for path, want := range map[string]bool{
		"": false, "/": true, "//": true, "/a//b/": true, "/a.b/...": true,
		"a": false, "/.": false, "/a/../b": false, "/a/..": false, "/./a": false,
	} {
		if got := state.IsCleanPath(path); got != want {
			t.Errorf("IsCleanPath(%q) = %t, want %t", path, got, want)
		}
	}
}
