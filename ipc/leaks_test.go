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

	"gpipe/internal/sys"
)

// checkLeaks fails the test if it leaves descriptors, goroutines, System V
// objects or files in /dev/shm.
func checkLeaks(t *testing.T) {
	t.Helper()
	before := left()
	routines := runtime.NumGoroutine()
	t.Cleanup(func() {
		var now []string
		eventually(func() bool {
			now = left()
			return slices.Equal(now, before) && runtime.NumGoroutine() <= routines
		})
		if !slices.Equal(now, before) {
			t.Errorf("before:\n%s\nnow:\n%s", strings.Join(before, "\n"), strings.Join(now, "\n"))
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
	for _, pattern := range []string{"/dev/shm/*", "/dev/shm/gpipe-*/*"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			// The next process that needs one takes away those of the dead.
			if !strings.Contains(name, "/life:") && name != sys.LifeDir() {
				all = append(all, name)
			}
		}
	}
	return all
}

// eventually waits until ready, or gives up.
func eventually(ready func() bool) bool {
	for range 1000 {
		if ready() {
			return true
		}
		time.Sleep(time.Millisecond)
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
