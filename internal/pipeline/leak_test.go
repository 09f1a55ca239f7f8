package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"testing"
	"time"
)

// last is how long a test waits for an event that must come.
const last = 30 * time.Second

// TestMain runs as one of the programs of programs_test.go, or the tests.
func TestMain(m *testing.M) {
	if name := os.Getenv("PIPELINE_TEST_PROGRAM"); name != "" {
		os.Exit(programs(name)())
	}
	// Go's poller opens its descriptors on first use.
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	w.Close()
	r.Close()
	ctx, cancel := context.WithCancel(context.Background())
	New(Cmd("true"), Cmd("true")).Run(ctx)
	cancel()
	os.Exit(m.Run())
}

// leaks checks at the end of the test that descriptors, goroutines and
// children are what they were.
func leaks(t *testing.T) {
	t.Helper()
	fds, routines, kids := openFds(t), runtime.NumGoroutine(), children(t)
	t.Cleanup(func() {
		eventually(t, func() string {
			switch {
			case strings.Join(openFds(t), "\n") != strings.Join(fds, "\n"):
				return fmt.Sprintf("descriptors before:\n%v\nafter:\n%v", fds, openFds(t))
			case len(children(t)) > len(kids):
				return fmt.Sprintf("children before: %v after: %v", kids, children(t))
			case runtime.NumGoroutine() > routines:
				buf := make([]byte, 1<<20)
				return "goroutines left:\n" + string(buf[:runtime.Stack(buf, true)])
			}
			return ""
		})
	})
}

// eventually waits until problem returns "", which something on its way must
// bring about.
func eventually(t *testing.T, problem func() string) {
	t.Helper()
	for end := time.Now().Add(last); ; time.Sleep(time.Millisecond) {
		text := problem()
		if text == "" {
			return
		}
		if time.Now().After(end) {
			t.Error(text)
			return
		}
	}
}

// openFds lists this process's descriptors, "number what".
func openFds(t *testing.T) []string {
	t.Helper()
	dir, err := os.Open("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc: ", err)
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, n := range names {
		if to, err := os.Readlink("/proc/self/fd/" + n); err == nil && !strings.HasPrefix(to, "/proc/") {
			list = append(list, n+" "+to)
		}
	}
	sort.Strings(list)
	return list
}

// pipesOf lists the pipes among fds, a result of openFds.
func pipesOf(fds []string) map[string]bool {
	m := make(map[string]bool)
	for _, fd := range fds {
		if _, to, _ := strings.Cut(fd, " "); strings.HasPrefix(to, "pipe:") {
			m[fd] = true
		}
	}
	return m
}

// children lists the pids of this process's children, zombies included.
func children(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil || len(files) == 0 {
		t.Skip("no list of children in /proc")
	}
	var list []string
	for _, f := range files {
		text, _ := os.ReadFile(f)
		list = append(list, strings.Fields(string(text))...)
	}
	return list
}

// gone tells whether the process pid has ended: it is not there, or a zombie
// nobody has reaped yet.
func gone(pid string) bool {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return true
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return strings.HasPrefix(rest, "Z") || strings.HasPrefix(rest, "X")
}

// awaitGone waits until the processes have ended.
func awaitGone(t *testing.T, pids ...string) {
	t.Helper()
	for _, pid := range pids {
		eventually(t, func() string {
			if gone(pid) {
				return ""
			}
			return "process " + pid + " is still running"
		})
	}
}

// returns calls f, which must return.
func returns(t *testing.T, what string, f func()) {
	t.Helper()
	over := make(chan struct{})
	go func() {
		defer close(over)
		f()
	}()
	select {
	case <-over:
	case <-time.After(last):
		buf := make([]byte, 1<<20)
		t.Fatalf("%s does not return\n%s", what, buf[:runtime.Stack(buf, true)])
	}
}

// helper is a stage that runs the program name of programs_test.go.
func helper(t *testing.T, name string, args ...string) (Stage, Option) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "PIPELINE_TEST_PROGRAM="+name)
	return Cmd(append([]string{exe}, args...)...), Env(env)
}

// run returns what a pipeline writes.
func run(t *testing.T, p *Pipeline, opts ...Option) string {
	t.Helper()
	out, err := p.Output(bg, opts...)
	if err != nil {
		t.Error(err)
	}
	return string(out)
}

func exitCodeOf(err error) int {
	var e *Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.ExitCode()
}
