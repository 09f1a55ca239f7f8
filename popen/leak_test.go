package popen

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gpipe/pipeline"
)

var bg = context.Background()

// last is how long a test waits for an event that must come.
const last = 60 * time.Second

// TestMain runs as one of the helpers of helper_test.go, or the tests.
func TestMain(m *testing.M) {
	if name := os.Getenv("POPEN_TEST_HELPER"); name != "" {
		if err := helpers[name](); err != nil {
			fmt.Fprintln(os.Stderr, name+":", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	warmUp()
	os.Exit(m.Run())
}

// warmUp lets the runtime open what it opens once.
func warmUp() {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	for _, line := range []string{"cat", "true | true", ":"} {
		if s, err := Open(ctx, line, ReadWrite); err == nil {
			s.CloseWrite()
			s.Close()
		}
	}
}

// leaks checks at the end of the test that descriptors, goroutines and
// children are what they were.
func leaks(t *testing.T) {
	t.Helper()
	fds, routines, kids := openFds(), runtime.NumGoroutine(), children()
	t.Cleanup(func() {
		eventually(t, func() string { return difference(fds, routines, kids) })
	})
}

func difference(fds []string, routines int, kids []string) string {
	if now := openFds(); !slices.Equal(now, fds) {
		return fmt.Sprintf("descriptors before: %q\nafter: %q", fds, now)
	}
	if now := children(); len(now) > len(kids) {
		return fmt.Sprintf("children before: %q after: %q", kids, now)
	}
	if runtime.NumGoroutine() > routines {
		return "goroutines left:\n" + stacks()
	}
	return ""
}

func stacks() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}

// eventually waits until problem returns "", which something that is under
// way must bring about.
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
func openFds() []string {
	names, _ := filepath.Glob("/proc/self/fd/*")
	var list []string
	for _, n := range names {
		if to, err := os.Readlink(n); err == nil && !strings.HasPrefix(to, "/proc/") {
			list = append(list, filepath.Base(n)+" "+to)
		}
	}
	slices.Sort(list)
	return list
}

// openPipes lists the pipes this process has descriptors of.
func openPipes() []string {
	list := openFds()
	return slices.DeleteFunc(list, func(s string) bool { return !strings.Contains(s, " pipe:") })
}

// children lists the pids of this process's children, zombies included.
func children() []string {
	files, _ := filepath.Glob("/proc/self/task/*/children")
	var list []string
	for _, f := range files {
		text, _ := os.ReadFile(f)
		list = append(list, strings.Fields(string(text))...)
	}
	return list
}

// awaitGone waits until the processes have ended.
func awaitGone(t *testing.T, pids ...string) {
	t.Helper()
	for _, pid := range pids {
		eventually(t, func() string {
			text, err := os.ReadFile("/proc/" + pid + "/stat")
			_, rest, _ := strings.Cut(string(text), ") ")
			if err != nil || strings.HasPrefix(rest, "Z") || strings.HasPrefix(rest, "X") {
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
		t.Fatalf("%s does not return\n%s", what, stacks())
	}
}

// helper runs the test binary as the helper name and expects success. Words
// before the name are given to a shell that becomes the helper.
func helper(t *testing.T, name, prelude string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", prelude+"\nexec \"$0\"", exe)
	cmd.Env = append(os.Environ(), "POPEN_TEST_HELPER="+name)
	var out []byte
	returns(t, "helper "+name, func() { out, err = cmd.CombinedOutput() })
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// open opens a line that must open.
func open(t *testing.T, line string, mode Mode, opts ...Option) *Stream {
	t.Helper()
	s, err := Open(bg, line, mode, opts...)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return s
}

// output returns all that a line writes, and the error of Close.
func output(t *testing.T, line string, opts ...Option) (string, error) {
	t.Helper()
	s := open(t, line, Read, opts...)
	text, err := io.ReadAll(s)
	if err != nil {
		t.Errorf("%s: %v", line, err)
	}
	return string(text), s.Close()
}

// readLines reads n lines from a stream.
func readLines(t *testing.T, s io.Reader, n int) []string {
	t.Helper()
	in := bufio.NewReader(s)
	var list []string
	for range n {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("%q, %v", line, err)
		}
		list = append(list, strings.TrimSpace(line))
	}
	return list
}

// statusOf is the wait status in an error of Close.
func statusOf(err error) syscall.WaitStatus {
	var e *pipeline.Error
	if errors.As(err, &e) {
		return e.WaitStatus
	}
	return 0
}

const sigpipe = syscall.WaitStatus(syscall.SIGPIPE)

func itoa(n int) string { return strconv.Itoa(n) }
