package ipc

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gpipe/internal/sys/locks"
)

// checkLeaks fails the test if it leaves descriptors, goroutines, System V
// objects or files in /dev/shm. Those that others leave meanwhile, who run the
// same tests, go after a while.
func checkLeaks(t *testing.T) {
	t.Helper()
	before := left()
	routines := runtime.NumGoroutine()
	t.Cleanup(func() {
		var more []string
		eventually(func() bool {
			more = slices.DeleteFunc(left(), func(s string) bool { return slices.Contains(before, s) })
			return len(more) == 0 && runtime.NumGoroutine() <= routines
		})
		if len(more) > 0 {
			t.Errorf("left:\n%s", strings.Join(more, "\n"))
		}
		if n := runtime.NumGoroutine(); n > routines {
			buf := make([]byte, 1<<20)
			t.Errorf("%d goroutines before, %d now:\n%s", routines, n, buf[:runtime.Stack(buf, true)])
		}
	})
}

// left lists what tests must not leave.
func left() []string {
	var all []string
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, e := range entries {
		to, err := os.Readlink("/proc/self/fd/" + e.Name())
		if err == nil && !strings.Contains(to, "/proc/") && !strings.Contains(to, "anon_inode") && !strings.Contains(to, "/life:") {
			all = append(all, "fd "+e.Name()+" "+to)
		}
	}
	for _, kind := range []SysVKind{SysVQueues, SysVSemaphoreSets, SysVSegments} {
		objects, _ := ListSysV(kind)
		for _, o := range objects {
			all = append(all, fmt.Sprintf("%s %d", kind, o.ID))
		}
	}
	names, _ := filepath.Glob("/dev/shm/*")
	for _, name := range names {
		base := filepath.Base(name)
		others := strings.HasPrefix(base, "ipc-test-") && !strings.HasPrefix(base, testFiles)
		if name != locks.LifeDir() && !others {
			all = append(all, name)
		}
	}
	return all
}

// eventually waits until ready, or gives up.
func eventually(ready func() bool) bool {
	for begin := time.Now(); time.Since(begin) < patienceOfTests; time.Sleep(time.Millisecond) {
		if ready() {
			return true
		}
	}
	return false
}

// threads counts the threads of this process.
func threads(t testing.TB) int {
	t.Helper()
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Skip(err)
	}
	return len(tasks)
}

// compile makes a program of a C file.
func compile(t *testing.T, source string) string {
	t.Helper()
	cc, err := exec.LookPath("gcc")
	if err != nil {
		t.Skip("no C compiler")
	}
	program := filepath.Join(t.TempDir(), "program")
	if out, err := exec.Command(cc, "-O2", "-o", program, source).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", source, err, out)
	}
	return program
}

// runProgram runs it with the input and returns what it prints.
func runProgram(t *testing.T, program, in string) string {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
