//go:build linux && (amd64 || arm64) && !race

package sys_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gpipe/internal/sys/spawn"
)

// hooks are the two ways to link a program with the hook, as flags of go build.
var hooks = []string{"-ldflags=-E=gpipe_entry", "-tags=rt0"}

// entryProgram builds the program in testdata/entry, with the hook.
func entryProgram(t *testing.T, hook string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "entry")
	build := exec.Command("go", "build", hook, "-o", path, "./testdata/entry")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH="+runtime.GOARCH)
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the program can't be built: %v\n%s", err, out)
	}
	return path
}

// TestEntry: what the hook changes for the runtime, and what it gives back. The
// numbers of arguments and variables decide how the vector on the stack moves.
func TestEntry(t *testing.T) {
	for _, hook := range hooks {
		t.Run(hook, func(t *testing.T) { testEntry(t, entryProgram(t, hook)) })
	}
}

func testEntry(t *testing.T, path string) {
	steered := []string{"GOMAXPROCS=100000", "GOMEMLIMIT=1", "GODEBUG=gctrace=1", "GOGC=x", "GOTRACEBACK=crash", "GOGC=second"}
	for hidden := range len(steered) + 1 {
		for args := range 3 {
			argv := strings.Fields("one two three")[:args]
			cmd := exec.Command("/bin/sh", append([]string{"-c", `trap '' USR1; ulimit -Sn 50; exec "$0" "$@"`, path}, argv...)...)
			cmd.Env = []string{"ENTRY_A=1", "GOXY=2", "ENTRY_B=3"}
			for i, v := range steered[:hidden] {
				at := (i * 2) % (len(cmd.Env) + 1)
				cmd.Env = append(cmd.Env[:at:at], append([]string{v}, cmd.Env[at:]...)...)
			}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			checkEntry(t, string(out), argv, steered[:hidden])
		}
	}
}

func checkEntry(t *testing.T, out string, argv, hidden []string) {
	t.Helper()
	var got []string
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if list, ok := strings.CutPrefix(line, "children's "); ok { // in any order
			for _, v := range append([]string{"ENTRY_A=1", "GOXY=2", "ENTRY_B=3"}, hidden...) {
				if !strings.Contains(" "+list+" ", " "+v+" ") && !(v == "GOGC=second" || v == "GOGC=x") {
					t.Errorf("%s is missing in %s", v, line)
				}
			}
			if strings.Contains(list, "GOGC=400") || strings.Contains(list, "GOMAXPROCS=1 ") {
				t.Errorf("what was meant for the runtime is in %s", line)
			}
			continue
		}
		if list, ok := strings.CutPrefix(line, "runtime's "); ok {
			if !strings.HasPrefix(list, "GOMAXPROCS=1 GOGC=400 GODEBUG=memprofilerate=0") || strings.Count(list, "GOGC=") != 1 {
				t.Error(line)
			}
			continue
		}
		got = append(got, line)
	}
	want := []string{
		strings.TrimSpace("args " + strings.Join(argv, " ")),
		"processors 1 memory profile 0 gc 400",
		got[2], // the hard limit is the machine's
		"slack 100000 50000",
		"closed false false false",
		got[5],
		"all processors true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(got[2], "files 50 ") || !strings.Contains(got[5], "user defined signal 1") {
		t.Errorf("%s, %s", got[2], got[5])
	}
}

// TestEntryClosed: where a standard descriptor is closed the runtime may open
// files, since it has to.
func TestEntryClosed(t *testing.T) {
	paths := map[string]string{}
	for _, hook := range hooks {
		paths[hook] = entryProgram(t, hook)
	}
	for _, closed := range []string{"<&-", "2>&-", "<&- 2>&-"} {
		for hook, path := range paths {
			checkClosed(t, hook, path, closed)
		}
	}
}

func checkClosed(t *testing.T, hook, path, closed string) {
	t.Helper()
	out, err := exec.Command("/bin/sh", "-c", `exec "$0" `+closed, path).Output()
	want := fmt.Sprintf("closed %v false %v\n", strings.Contains(closed, "<"), strings.Contains(closed, "2"))
	if err != nil || !strings.Contains(string(out), want) {
		t.Errorf("%s %s: %v\n%s", hook, closed, err, out)
	}
}

// TestEntryOpens: the runtime finds no file of the machine's settings, and maps
// no table for a profile of memory.
func TestEntryOpens(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip(err)
	}
	if p, err := spawn.Start(&spawn.Attr{Path: "/bin/sh", Argv: []string{"sh", "-c", ":"}, DirFd: -1, Umask: -1, TTY: -1,
		Files: []spawn.FdMap{{Child: 0, Parent: 0}}, Steps: []spawn.FdStep{{Op: spawn.FdKeep, A: 0}}}); err == nil {
		p.Wait()
	}
	if spawn.MemoryApart() {
		t.Skip("what is seen are the calls of the emulator")
	}
	log := filepath.Join(t.TempDir(), "log")
	cmd := exec.Command(strace, "-f", "-o", log, "-e", "trace=open,openat,mmap,clone,clone3", entryProgram(t, hooks[0]))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		const profile = "mmap(NULL, 1439992," // the runtime's hash table of 179,999 pointers
		if strings.Contains(line, "open") && !strings.Contains(line, "EMFILE") || strings.Contains(line, profile) {
			t.Error(strings.TrimSpace(line))
		}
	}
}
