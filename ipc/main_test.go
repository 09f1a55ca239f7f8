package ipc

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// roles are what other processes do in the tests: each is this test program
// with IPC_ROLE in its environment. What they print are lines that the test
// waits for; they wait for lines that it writes.
func roles() map[string]func(args []string) error {
	return map[string]func(args []string) error{
		"condholder": condHolderRole,
		"create":     createRole,
		"die":        dieRole,
		"echo":       echoRole,
		"fill":       fillRole,
		"filtered":   filteredRole,
		"hold":       holdRole,
		"short":      shortRole,
		"many":       manyRole,
		"soak":       soakRole,
		"namespace":  namespaceRole,
		"sum":        sumRole,
		"turns":      turnsRole,
		"undo":       undoRole,
	}
}

func TestMain(m *testing.M) {
	if name := os.Getenv("IPC_ROLE"); name != "" {
		role, ok := roles()[name]
		if !ok {
			panic("no role " + name)
		}
		if err := role(os.Args[1:]); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	status := m.Run()
	os.Remove("/dev/shm/gpipe-" + strconv.Itoa(os.Geteuid())) // if it is empty
	os.Exit(status)
}

// patienceOfTests is when a test gives up waiting for what should have
// happened.
const patienceOfTests = time.Minute

var bg = context.Background()

// child is another process.
type child struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan string
	ended chan struct{}
	err   error
}

// start starts a process in a role.
func start(t *testing.T, role string, args ...string) *child {
	t.Helper()
	return startWith(t, nil, role, args...)
}

// startWith is start, and change may change how.
func startWith(t *testing.T, change func(*exec.Cmd), role string, args ...string) *child {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// An emulator of another processor that runs this one.
	if emulator := os.Getenv("IPC_EMULATOR"); emulator != "" {
		exe, args = emulator, append([]string{exe}, args...)
	}
	c := &child{t: t, cmd: exec.Command(exe, args...), lines: make(chan string, 1000), ended: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), "IPC_ROLE="+role, "GORACE=atexit_sleep_ms=0")
	c.cmd.Stderr = os.Stderr
	if change != nil {
		change(c.cmd)
	}
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read(out)
	t.Cleanup(func() {
		c.cmd.Process.Kill()
		<-c.ended
	})
	return c
}

func (c *child) read(out io.Reader) {
	s := bufio.NewScanner(out)
	for s.Scan() {
		c.lines <- s.Text()
	}
	close(c.lines)
	c.err = c.cmd.Wait()
	close(c.ended)
}

// line waits for a line of the process.
func (c *child) line() string {
	c.t.Helper()
	select {
	case l, ok := <-c.lines:
		if !ok {
			<-c.ended
			c.t.Fatalf("the process ended: %v", c.err)
		}
		return l
	case <-time.After(patienceOfTests):
		c.t.Fatal("no line from the process")
	}
	return ""
}

func (c *child) expect(want string) {
	c.t.Helper()
	if got := c.line(); got != want {
		c.t.Fatalf("line %q, want %q", got, want)
	}
}

func (c *child) tell(line string) {
	c.t.Helper()
	if _, err := fmt.Fprintln(c.in, line); err != nil {
		c.t.Fatal(err)
	}
}

// kill kills the process and waits for its end.
func (c *child) kill() {
	c.cmd.Process.Kill()
	c.wait()
}

// wait waits for the end of the process.
func (c *child) wait() error {
	c.t.Helper()
	c.in.Close()
	select {
	case <-c.ended:
	case <-time.After(patienceOfTests):
		c.t.Fatal("the process does not end")
	}
	return c.err
}

// finish waits for the end of the process, which is to be a good one.
func (c *child) finish() {
	c.t.Helper()
	if err := c.wait(); err != nil {
		c.t.Fatal(err)
	}
}

// say writes a line to the test.
func say(args ...any) { fmt.Println(args...) }

// hear waits for a line of the test.
func hear(in *bufio.Scanner) bool { return in.Scan() }

func stdin() *bufio.Scanner { return bufio.NewScanner(os.Stdin) }

// forever waits to be killed.
func forever() {
	for {
		time.Sleep(time.Hour)
	}
}

// atoi is for the arguments of roles.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

// testFiles is how the names of the directories of this run of the tests begin.
var testFiles = fmt.Sprintf("ipc-test-%d-", os.Getpid())

// testDir has the named memory of this test, and of the processes it starts, in
// a directory of its own.
func testDir(t testing.TB) string {
	t.Helper()
	base := "/dev/shm"
	if _, err := os.Stat(base); err != nil {
		base = ""
	}
	dir, err := os.MkdirTemp(base, testFiles)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if t, ok := t.(*testing.T); ok {
		t.Setenv("XDG_RUNTIME_DIR", dir)
	}
	return filepath.Join(dir, "gpipe")
}

// newMemory makes memory with a name that the processes of the test can open.
func newMemory(t *testing.T, name string, size int) *Memory {
	t.Helper()
	m, err := Create(name, size, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		if err := m.Remove(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// must is for results that are never errors in the tests.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantErr fails the test unless err is the one that is wanted.
func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

// number is a word of memory that all share.
func number(m *Memory, offset int) *atomic.Uint32 { return wordAt(m.Bytes(), offset) }
