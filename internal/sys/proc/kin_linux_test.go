package proc

import (
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/sys/term"
)

func TestParsePeer(t *testing.T) {
	const rest = " 10 20 30 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 200 "
	for stat, want := range map[string]*peer{
		"12 (sh) S" + rest:        {pid: 12, parent: 10, group: 20, session: 30, began: 987654},
		"12 (a b) ) (c) R" + rest: {pid: 12, parent: 10, group: 20, session: 30, began: 987654},
		"12 (\n) D" + rest:        {pid: 12, parent: 10, group: 20, session: 30, began: 987654},
		"12 (sh) Z" + rest:        nil,
		"12 (sh) X" + rest:        nil,
		"12 (sh) S 1 2":           nil,
		"12 (sh":                  nil,
		"":                        nil,
	} {
		if diff := cmp.Diff(want, parsePeer([]byte(stat)), cmp.AllowUnexported(peer{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", stat, diff)
		}
	}
}

// family starts a shell that says the pids of whom it has started.
func family(t *testing.T, n int, script string) (*exec.Cmd, []int) {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	var pids []int
	text := ""
	buf := make([]byte, 100)
	for strings.Count(text, "\n") < n {
		k, err := out.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		text += string(buf[:k])
	}
	for _, field := range strings.Fields(text) {
		pid, _ := strconv.Atoi(field)
		pids = append(pids, pid)
	}
	return cmd, pids
}

// TestKin: descendants are found, those that begin later too; who has ended is
// not, and neither are other children.
func TestKin(t *testing.T) {
	cmd, pids := family(t, 2, "sh -c 'sleep 1000 >/dev/null & echo $$; echo $!; wait'; :")
	other, _ := family(t, 1, "sleep 1000 >/dev/null & echo $!; wait")
	k := &Kin{}
	children := func() []int { return []int{cmd.Process.Pid} }
	if !k.Look(children) || k.Look(children) {
		t.Error("somebody new")
	}
	var found []int
	for pid := range k.found {
		found = append(found, pid)
	}
	slices.Sort(found)
	slices.Sort(pids)
	if diff := cmp.Diff(pids, found); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if !k.Signal(syscall.SIGKILL) {
		t.Error("nobody was there")
	}
	cmd.Wait()
	for deadline := time.Now().Add(time.Minute); k.Signal(syscall.SIGKILL); {
		if time.Now().After(deadline) {
			t.Fatalf("%v are still there", k.found)
		}
		time.Sleep(time.Millisecond)
	}
	if err := other.Process.Signal(syscall.Signal(0)); err != nil {
		t.Error(err)
	}
	(&Kin{}).Look(func() []int { return nil })
}

// TestKinByPipe: a process without parents is found by its pipe, and somebody
// else who has the pipe, as this process and its other children, is not.
func TestKinByPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("sh", "-c", "(sleep 1000 & echo $!)")
	cmd.Stdout = w
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	n, _ := r.Read(buf)
	pid, _ := strconv.Atoi(strings.TrimSpace(string(buf[:n])))
	k := &Kin{}
	k.MarkPipe(int(w.Fd()))
	if !k.Look(func() []int { return nil }) {
		t.Error("not found")
	}
	w.Close()
	if began, ok := k.found[pid]; !ok || began == 0 || len(k.found) != 1 {
		t.Errorf("found %v, not %d", k.found, pid)
	}
	k.found[os.Getpid()] = 1 // one of this number that began at another time
	k.Signal(syscall.SIGKILL)
	if n, err := r.Read(buf); n != 0 || err == nil {
		t.Errorf("%q: it is still there", buf[:n])
	}
}

// TestReadProcessesTogether: those who ask at a time share a reading that began
// after all of them had asked.
func TestReadProcessesTogether(t *testing.T) {
	var r tableReader
	var work sync.WaitGroup
	tables := make([]*processTable, 64)
	for i := range tables {
		work.Go(func() { tables[i] = r.read() })
	}
	work.Wait()
	for _, table := range tables {
		if table == nil || table.self.pid != os.Getpid() {
			t.Fatal("no table")
		}
	}
}

// BenchmarkReadProcesses is what a cancelled pipeline costs that shares the
// program's process group.
func BenchmarkReadProcesses(b *testing.B) {
	for b.Loop() {
		processes.read()
	}
}

// BenchmarkHasTerminal is what every pipeline costs that is not told which
// process group it belongs to.
func BenchmarkHasTerminal(b *testing.B) {
	for b.Loop() {
		term.HasTerminal()
	}
}
