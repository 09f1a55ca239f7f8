// Package examples has programs that use package ipc, each in a directory of its
// own, and here their tests: all run as the processes they are.
package examples

import (
	"bufio"
	"bytes"
	"fmt"
	"gpipe/internal/effort"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programs is where they are built.
var programs string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "examples-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	programs = dir
	build := exec.Command("go", "build", "-o", dir+"/", "./...")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Printf("%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// names has the memory of this test in a directory of its own, which must be
// empty in the end.
func names(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "examples-")
	if err != nil {
		t.Skip(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Cleanup(func() {
		if left, _ := filepath.Glob(filepath.Join(dir, "*", "*")); len(left) > 0 && !t.Failed() {
			t.Error("left:", left)
		}
		os.RemoveAll(dir)
	})
}

// output runs a program to its end.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(filepath.Join(programs, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// process is a program that is talked to.
type process struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func start(t *testing.T, name string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(filepath.Join(programs, name), args...)}
	p.cmd.Stderr = os.Stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { p.cmd.Process.Kill() })
	t.Cleanup(func() {
		stuck.Stop()
		p.cmd.Process.Kill()
		p.cmd.Wait()
	})
	return p
}

func (p *process) line() string {
	p.t.Helper()
	if !p.out.Scan() {
		p.t.Fatal("the program has ended, or is stuck")
	}
	return p.out.Text()
}

func (p *process) expect(want string) {
	p.t.Helper()
	if got := p.line(); got != want {
		p.t.Fatalf("line %q, want %q", got, want)
	}
}

// rest returns the lines to the end, which is a good one.
func (p *process) rest() []string {
	p.t.Helper()
	var all []string
	for p.out.Scan() {
		all = append(all, p.out.Text())
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Error(err)
	}
	return all
}

func TestSum(t *testing.T) {
	effort.Usual(t)
	if got := output(t, "sum", "100000", "4"); got != "5000050000\n" {
		t.Error(got)
	}
}

func TestParentChild(t *testing.T) {
	effort.Usual(t)
	if got := output(t, "parentchild", "hello, world"); got != "HELLO, WORLD\n" {
		t.Error(got)
	}
}

func TestReadWrite(t *testing.T) {
	effort.Usual(t)
	got := output(t, "readwrite", "2", "3", "500")
	if strings.Count(got, "wrote 500 times\n") != 2 || strings.Count(got, "read 500 times\n") != 3 {
		t.Error(got)
	}
}

func TestProducersConsumers(t *testing.T) {
	effort.Usual(t)
	if got := output(t, "prodcons", "3", "2", "1000"); got != "1501500\n" {
		t.Error(got)
	}
}

func TestFileMap(t *testing.T) {
	effort.Usual(t)
	file := filepath.Join(t.TempDir(), "file")
	one, other := start(t, "filemap", file, "100000"), start(t, "filemap", file, "100000")
	all := append(one.rest(), other.rest()...)
	if len(all) != 2 || !slices.Contains(all, "200000") {
		t.Error(all)
	}
}

func TestCopy(t *testing.T) {
	effort.Usual(t)
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	for _, content := range [][]byte{nil, []byte("short"), bytes.Repeat([]byte("0123456789"), 300000)} {
		if err := os.WriteFile(from, content, 0o600); err != nil {
			t.Fatal(err)
		}
		got := output(t, "copy", from, to)
		for _, way := range []string{"mmap", "copy_file_range", "splice"} {
			if !strings.Contains(got, way+" ") {
				t.Error(got)
			}
		}
		if copied, err := os.ReadFile(to); err != nil || !bytes.Equal(copied, content) {
			t.Errorf("%d bytes of %d, %v", len(copied), len(content), err)
		}
	}
	if err := exec.Command(filepath.Join(programs, "copy"), from+".no", to).Run(); err == nil {
		t.Error("no error for a file that is not there")
	}
}

// TestTasks: workers come and go while there is work; one leaves in good order,
// one is killed, and what it had is done by another one.
func TestTasks(t *testing.T) {
	effort.Usual(t)
	names(t)
	const n = 60
	var tasks []string
	for i := range n {
		tasks = append(tasks, "task "+strconv.Itoa(i))
	}
	first := start(t, "tasks", "jobs", "work")
	first.expect("working")
	output(t, "tasks", append([]string{"jobs", "push"}, tasks[:20]...)...)
	for range 20 {
		first.line()
	}
	output(t, "tasks", "jobs", "push", "1h")
	// The first one has a task that takes an hour; others are added.
	waitFor(t, "0 wait, 1 are being worked at\n", func() string { return output(t, "tasks", "jobs", "show") })
	second, third := start(t, "tasks", "jobs", "work"), start(t, "tasks", "jobs", "work")
	second.expect("working")
	third.expect("working")
	output(t, "tasks", append([]string{"jobs", "push"}, tasks[20:]...)...)
	third.cmd.Process.Signal(syscall.SIGTERM) // is removed
	done := third.rest()
	output(t, "tasks", "jobs", "close")
	for len(done) < 40 {
		done = append(done, second.line())
	}
	for i := range 40 {
		if !slices.Contains(done, "done: task "+strconv.Itoa(i+20)) {
			t.Errorf("task %d is not done", i+20)
		}
	}
	// The first one is killed: its task comes again.
	first.cmd.Process.Kill()
	fourth := start(t, "tasks", "jobs", "work")
	fourth.expect("working")
	waitFor(t, "0 wait, 1 are being worked at\n", func() string { return output(t, "tasks", "jobs", "show") })
	second.cmd.Process.Kill()
	fourth.cmd.Process.Kill()
	second.cmd.Wait()
	fourth.cmd.Wait()
	output(t, "tasks", "jobs", "remove")
}

func waitFor(t *testing.T, want string, get func() string) {
	t.Helper()
	got := ""
	for range 1000 {
		if got = get(); got == want {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%q, want %q", got, want)
}

// TestChat: three members say a lot at the same time; each sees all that the
// others say, in their order. One is killed, which disturbs nobody.
func TestChat(t *testing.T) {
	effort.Usual(t)
	for _, program := range []string{"chatsignal", "chatcond"} {
		t.Run(program, func(t *testing.T) {
			names(t)
			dead := start(t, program, "room", "dead")
			dead.expect("you are in")
			dead.cmd.Process.Kill()
			dead.cmd.Wait()
			const lines = 300
			members := map[string]*process{}
			for _, name := range []string{"ann", "ben", "cid"} {
				members[name] = start(t, program, "room", name)
				members[name].expect("you are in")
			}
			var all sync.WaitGroup
			for name, p := range members {
				all.Go(func() { talk(p, lines) })
				all.Go(func() { listen(t, p, name, lines) })
			}
			all.Wait()
			for _, p := range members {
				p.in.Close()
				p.rest()
			}
			dir := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "gpipe")
			if err := os.Remove(filepath.Join(dir, "room")); err != nil {
				t.Error(err)
			}
		})
	}
}

func talk(p *process, lines int) {
	for i := range lines {
		fmt.Fprintln(p.in, i)
	}
}

// listen sees the lines of the others, of each in order.
func listen(t *testing.T, p *process, me string, lines int) {
	next := map[string]int{}
	for next["ann"]+next["ben"]+next["cid"]-next[me] < 2*lines {
		if !p.out.Scan() {
			t.Errorf("%s: the program has ended, or is stuck, after %v", me, next)
			return
		}
		name, text, _ := strings.Cut(p.out.Text(), ": ")
		if text != strconv.Itoa(next[name]) {
			t.Errorf("%s: %q after %d lines of %s", me, text, next[name], name)
			return
		}
		next[name]++
	}
}
