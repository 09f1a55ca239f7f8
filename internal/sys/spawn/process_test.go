//go:build linux && (amd64 || arm64)

package spawn

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/elf"
	"gpipe/internal/sys/proc"
	"gpipe/internal/sys/rlimit"
)

func TestWaitStatus(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		for _, tt := range []struct {
			script string
			want   syscall.WaitStatus
		}{
			{":", 0},
			{"exit 255", 255 << 8},
			{"exit 127", 127 << 8},
			{"kill -KILL $$", 9},
			{"kill -TERM $$", 15},
			{"kill -PIPE $$", 13},
			{"ulimit -c 0; kill -SEGV $$", 11},
		} {
			for _, noPidfd := range []bool{false, true} {
				a := sh(tt.script)
				a.NoPidfd = noPidfd
				p, err := spawn(a)
				if err != nil {
					t.Fatal(err)
				}
				ws, ru, err := p.Wait()
				if ws != tt.want || err != nil || ru.Maxrss == 0 {
					t.Errorf("%s: %#x, %v, want %#x; maxrss %d", tt.script, ws, err, tt.want, ru.Maxrss)
				}
				if err := p.Signal(0); err != os.ErrProcessDone {
					t.Errorf("signal after wait: %v", err)
				}
				if _, _, err := p.Wait(); !errors.Is(err, os.ErrProcessDone) {
					t.Errorf("second wait: %v", err)
				}
			}
		}
	})
}

// TestWaitCore: the status from a pidfd is bit for bit what wait4 gives,
// whether this machine writes a core file or not.
func TestWaitCore(t *testing.T) {
	checkLeaks(t)
	dir, err := sys.Open(-1, t.TempDir(), unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(dir)
	var got [2]syscall.WaitStatus
	for i, noPidfd := range []bool{false, true} {
		a := sh("kill -SEGV $$")
		a.NoPidfd, a.DirFd = noPidfd, dir
		var hard unix.Rlimit
		unix.Getrlimit(unix.RLIMIT_CORE, &hard)
		a.Rlimits = []rlimit.Limit{{Resource: unix.RLIMIT_CORE, Cur: hard.Max, Max: hard.Max}}
		p, err := Start(a)
		if err != nil {
			t.Fatal(err)
		}
		got[i], _, _ = p.Wait()
	}
	if got[0] != got[1] || got[0].Signal() != syscall.SIGSEGV {
		t.Errorf("pidfd: %#x, wait4: %#x", got[0], got[1])
	}
}

func TestTryWait(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		r, w, err := sys.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		a := sh("read x; exit 7")
		a.Files[0].Parent, a.Steps[0] = r, FdStep{FdDup, r, 0}
		p, err := spawn(a)
		sys.Close(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, done, err := p.TryWait(); done || err != nil {
			t.Errorf("running: %v, %v", done, err)
		}
		sys.Close(w)
		for {
			ws, ru, done, err := p.TryWait()
			if err != nil {
				t.Fatal(err)
			}
			if done {
				if ws != 7<<8 || ru.Maxrss == 0 {
					t.Errorf("%#x, %v", ws, ru)
				}
				break
			}
			time.Sleep(time.Millisecond)
		}
		if _, _, _, err := p.TryWait(); !errors.Is(err, os.ErrProcessDone) {
			t.Errorf("after the end: %v", err)
		}
	})
}

// TestWaitStolen: a program that reaps our child behind our back gets an
// error from Wait, no status of another child.
func TestWaitStolen(t *testing.T) {
	eachSpawner(t, func(t *testing.T, spawn spawner) {
		for _, noPidfd := range []bool{false, true} {
			a := sh(":")
			a.NoPidfd = noPidfd
			p, err := spawn(a)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := syscall.Wait4(p.Pid(), nil, 0, nil); err != nil {
				t.Fatal(err)
			}
			if _, _, err := p.Wait(); !errors.Is(err, syscall.ECHILD) {
				t.Error(err)
			}
		}
	})
}

// pause writes a program that sleeps until it is killed.
func pauseProgram(dir string) (string, error) {
	path := filepath.Join(dir, "pause")
	return path, os.WriteFile(path, elf.Program(pauseCode), 0o755)
}

// TestWaitThreads: waiting for many idle children takes few threads.
func TestWaitThreads(t *testing.T) { runHelper(t, "idle", ":") }

func idleChildren() error {
	const n = 300
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path, err := pauseProgram(dir)
	if err != nil {
		return err
	}
	var ps [n]*proc.Process
	var all sync.WaitGroup
	for i := range ps {
		if ps[i], err = Start(attr(path)); err != nil {
			return err
		}
		all.Go(func() { ps[i].Wait() })
	}
	for waiting() < n {
		time.Sleep(time.Millisecond)
	}
	for _, p := range ps {
		p.Signal(syscall.SIGKILL)
	}
	all.Wait()
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil || len(threads) >= 20 {
		return fmt.Errorf("%d threads, %v", len(threads), err)
	}
	return nil
}

// waiting counts the goroutines that wait in the poller, or in a thread.
func waiting() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	return bytes.Count(stacks, []byte(" [IO wait")) + bytes.Count(stacks, []byte(" [syscall"))
}
