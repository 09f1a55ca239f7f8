package redirect

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/sys/spawn"
)

// childTable lists the descriptors of a process, as name by fd.
func childTable(t *testing.T, pid int) map[int]string {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]string{}
	for _, e := range list {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		to, err := os.Readlink(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[fd] = filepath.Base(to)
	}
	return got
}

// TestPlanChildren starts shells that stop themselves, with random tables,
// and looks at their descriptors.
func TestPlanChildren(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip(err)
	}
	checkFds(t)
	c, _ := context(t)
	var open Table
	defer open.Close()
	for i := range 6 {
		undo, err := open.Apply([]Op{Out(i, "file"+strconv.Itoa(i))}, c)
		if err != nil {
			t.Fatal(err)
		}
		undo.Commit()
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		var tab Table
		want := map[int]string{}
		for range r.IntN(8) {
			fd, file := r.IntN(15), r.IntN(6)
			if r.IntN(4) == 0 {
				fd += r.IntN(300)
			}
			tab.Set(fd, open.Get(file).Ref())
			want[fd] = "file" + strconv.Itoa(file)
		}
		if diff := cmp.Diff(want, stopped(t, &tab)); diff != "" {
			t.Errorf("%v: %s", want, diff)
		}
		tab.Close()
	}
}

// stopped starts a child with the table, waits until it has stopped, and
// returns what it has open.
func stopped(t *testing.T, tab *Table) map[int]string {
	t.Helper()
	m, err := tab.Map(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := spawn.Start(&spawn.Attr{Path: "/bin/sh", Argv: []string{"sh", "-c", "kill -STOP $$"},
		Files: m, Steps: Plan(nil, m), DirFd: -1, Umask: -1, TTY: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Wait()
	defer p.Signal(syscall.SIGKILL)
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(p.Pid(), &ws, syscall.WUNTRACED, nil); err != nil || !ws.Stopped() {
		t.Fatalf("%#x, %v", ws, err)
	}
	return childTable(t, p.Pid())
}
