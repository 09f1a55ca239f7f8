//go:build linux && (amd64 || arm64)

package spawn_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/redirect"
	"gpipe/internal/sys"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/spawn"
)

func init() { spawn.ClosedMaps = closedMaps }

// files are open files that children are given: fd to name.
type files map[int]string

// openFiles opens n files; every third one is not close-on-exec.
func openFiles(n int) (files, error) {
	f := files{}
	for i := range n {
		name := "file" + strconv.Itoa(i)
		fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
		if err != nil {
			return f, err
		}
		if i%3 == 0 {
			if _, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, 0); err != nil {
				return f, err
			}
		}
		f[fd] = name
	}
	return f, nil
}

func (f files) close() {
	for fd := range f {
		sys.Close(fd)
	}
}

// random makes a map of some of the files to numbers small and large.
func (f files) random(r *rand.Rand) []spawn.FdMap {
	parents := slices.Sorted(maps.Keys(f))
	children := map[int]int{}
	for range r.IntN(12) {
		p := parents[r.IntN(len(parents))]
		c := r.IntN(16)
		switch r.IntN(4) {
		case 0:
			c = p
		case 1:
			c = parents[r.IntN(len(parents))]
		case 2:
			c = r.IntN(1200)
		}
		children[c] = p
	}
	var m []spawn.FdMap
	for _, c := range slices.Sorted(maps.Keys(children)) {
		m = append(m, spawn.FdMap{Child: c, Parent: children[c]})
	}
	return m
}

// table reads the fd table of a process: fd to name.
func table(pid int) (files, error) {
	dir := fmt.Sprintf("/proc/%d/fd/", pid)
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	f := files{}
	for _, e := range list {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			return nil, err
		}
		to, err := os.Readlink(dir + e.Name())
		if err != nil {
			return nil, err
		}
		f[fd] = strings.TrimSuffix(strings.TrimPrefix(to, "/memfd:"), " (deleted)")
	}
	return f, nil
}

// try starts children with map m, one in each way, and compares their tables.
func (f files) try(path string, m []spawn.FdMap) error {
	for name, start := range spawn.Natives {
		if err := f.tryBy(start, path, m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (f files) tryBy(start func(*spawn.Attr) (*proc.Process, error), path string, m []spawn.FdMap) error {
	a := spawn.Child(path)
	a.Files, a.Steps = m, redirect.Plan(nil, m)
	p, err := start(a)
	if err != nil {
		return fmt.Errorf("%v: %w", m, err)
	}
	want := files{}
	for _, e := range m {
		want[e.Child] = f[e.Parent]
	}
	got, err := table(p.Pid())
	// What execve closes it closes a moment after it has let the parent go on.
	for end := time.Now().Add(10 * time.Second); (err != nil || !maps.Equal(got, want)) && time.Now().Before(end); {
		time.Sleep(100 * time.Microsecond)
		got, err = table(p.Pid())
	}
	p.Signal(syscall.SIGKILL)
	ws, _, werr := p.Wait()
	if err != nil || werr != nil || ws != 9 {
		return fmt.Errorf("%v, status %#x, %v", err, ws, werr)
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("map %v, steps %v: child has %v, want %v", m, a.Steps, got, want)
	}
	return nil
}

func (f files) tryRandom(path string, seed uint64, times int) error {
	r := rand.New(rand.NewPCG(seed, 0))
	for range times {
		if err := f.try(path, f.random(r)); err != nil {
			return err
		}
	}
	return nil
}

// TestMaps: a child has exactly the declared fds.
func TestMaps(t *testing.T) {
	spawn.CheckLeaks(t)
	path, err := spawn.PauseProgram(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	f, err := openFiles(12)
	defer f.close()
	if err != nil {
		t.Fatal(err)
	}
	times := 200
	if spawn.Emulated() {
		times = 20
	}
	if err := f.tryRandom(path, 1, times); err != nil {
		t.Error(err)
	}
}

// TestMapsClosed is the same with 0, 1 and 2 closed, so that these are among
// the parent's numbers.
func TestMapsClosed(t *testing.T) {
	t.Setenv("SYS_TEST_DIR", t.TempDir())
	spawn.RunHelper(t, "maps", "exec 3>&1")
}

func closedMaps() error {
	path, err := spawn.PauseProgram(os.Getenv("SYS_TEST_DIR"))
	if err != nil {
		return err
	}
	for fd := range 3 {
		sys.Close(fd)
	}
	f, err := openFiles(8)
	if err == nil {
		err = f.tryRandom(path, 2, 50)
	}
	for _, m := range [][]spawn.FdMap{
		{{Child: 0, Parent: 1}, {Child: 1, Parent: 0}},
		{{Child: 0, Parent: 2}, {Child: 1, Parent: 0}, {Child: 2, Parent: 1}},
		{{Child: 1, Parent: 0}, {Child: 2, Parent: 0}},
		nil,
	} {
		if err == nil {
			err = f.try(path, m)
		}
	}
	unix.Dup3(3, 1, 0)
	return err
}

// TestStorm: many goroutines start children while the collector runs and
// signals rain.
func TestStorm(t *testing.T) {
	spawn.CheckLeaks(t)
	path, err := spawn.PauseProgram(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	f, err := openFiles(9)
	defer f.close()
	if err != nil {
		t.Fatal(err)
	}
	times := 10
	if spawn.Emulated() {
		times = 1
	}
	stop := storm()
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			if err := f.tryRandom(path, uint64(i), times); err != nil {
				t.Error(err)
			}
			if _, err := spawn.Start(spawn.Child("/nonexistent")); sys.Errno(err) != syscall.ENOENT {
				t.Error(err)
			}
		})
	}
	all.Wait()
	stop()
}

// TestStatusStorm: every status is exact and no wait is interrupted while
// signals rain, with pidfds and without.
func TestStatusStorm(t *testing.T) {
	spawn.CheckLeaks(t)
	stop := storm()
	defer stop()
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for n := i; n < 640; n += 16 {
				if err := status(n); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// status starts a child that ends as n says.
func status(n int) error {
	script, want := "exit "+strconv.Itoa(n%256), syscall.WaitStatus(n%256<<8)
	if n%5 == 0 {
		script, want = "kill -TERM $$", syscall.WaitStatus(syscall.SIGTERM)
	}
	a := spawn.Child("/bin/sh", "-c", script)
	a.NoPidfd = n%2 == 0
	p, err := spawn.Start(a)
	if err != nil {
		return err
	}
	ws, _, err := p.Wait()
	if err != nil || ws != want {
		return fmt.Errorf("%s: %#x, %v", script, ws, err)
	}
	return nil
}

// storm sends signals to this process, and collects garbage, until stop.
func storm() (stop func()) {
	got := make(chan os.Signal, 8)
	signal.Notify(got, syscall.SIGUSR1, syscall.SIGCHLD, syscall.SIGURG)
	var over atomic.Bool
	var all sync.WaitGroup
	all.Go(func() {
		for sent := 0; !over.Load(); sent++ {
			syscall.Kill(os.Getpid(), [...]syscall.Signal{syscall.SIGUSR1, syscall.SIGCHLD, syscall.SIGURG}[sent%3])
			select {
			case <-got:
			default:
				runtime.Gosched()
			}
		}
	})
	all.Go(func() {
		for !over.Load() {
			runtime.GC()
		}
	})
	return func() {
		over.Store(true)
		all.Wait()
		signal.Stop(got)
	}
}
