//go:build linux && (amd64 || arm64) && !ipcportable

package shm

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/spawn"
)

// robustHelper maps the file that it inherits, has the kernel watch some words
// of it, and waits to be killed.
func robustHelper() error {
	_, mem, err := MapFronted(3, 2*FrontSize())
	if err != nil {
		return err
	}
	for i := range 10 {
		e, tid, err := Enlist()
		if err != nil {
			return err
		}
		word := wordOf(mem, 64*i)
		e.Watch(word)
		word.Store(uint32(tid) | Waiters)
		if i%3 == 1 {
			e.Unwatch()
		}
		if i%3 == 2 {
			e.Dismiss()
		}
	}
	os.Stdout.WriteString("ready")
	for {
		time.Sleep(time.Hour)
	}
}

func TestMain(m *testing.M) {
	if os.Getenv("SHM_TEST_HELPER") == "robust" {
		if err := robustHelper(); err != nil {
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// TestRobust: of the words that a process has on its lists when it is killed
// the kernel says so, and of those that it has taken out it does not.
func TestRobust(t *testing.T) {
	nativeLists(t)
	fd, _, mem := fronted(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "SHM_TEST_HELPER=robust")
	file := os.NewFile(uintptr(mustDup(t, fd)), "memory")
	defer file.Close()
	cmd.ExtraFiles = []*os.File{file}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make([]byte, 5)
	if _, err := out.Read(ready); err != nil {
		t.Fatal(err)
	}
	set := []Watched{{Word: wordOf(mem, 0), Value: wordOf(mem, 0).Load()}}
	woken := make(chan error)
	go func() { woken <- WaitAny(set, time.Hour) }()
	cmd.Process.Kill()
	if err := <-woken; err != nil {
		t.Error(err)
	}
	cmd.Wait()
	for i := range 10 {
		if ended := wordOf(mem, 64*i).Load()&Ended != 0; ended != (i%3 == 0) {
			t.Errorf("word %d: ended %v", i, ended)
		}
	}
}

func mustDup(t *testing.T, fd int) int {
	t.Helper()
	n, err := sys.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestKeepers: a thread watches 2000 words, and ends with the last of them.
func TestKeepers(t *testing.T) {
	nativeLists(t)
	_, _, mem := fronted(t)
	var all []*Enlisted
	tids := make(map[int]bool)
	for i := range perKeeper + 1 {
		e, tid, err := Enlist()
		if err != nil {
			t.Fatal(err)
		}
		tids[tid] = true
		if i < 100 {
			e.Watch(wordOf(mem, 64*i))
		}
		all = append(all, e)
	}
	if len(tids) != 2 {
		t.Errorf("%d threads", len(tids))
	}
	for _, e := range all {
		e.Dismiss()
	}
	keepers.Lock()
	defer keepers.Unlock()
	if len(keepers.all) != 0 {
		t.Errorf("%d threads left", len(keepers.all))
	}
}

func TestThreadGone(t *testing.T) {
	nativeLists(t)
	pid := os.Getpid()
	if ThreadGone(pid, pid) || !ThreadGone(pid, 1<<22) || ThreadGone(0, 0) {
		t.Error("gone or not")
	}
	if PidNamespace() == 0 || BootID() == [16]byte{} {
		t.Skip("no /proc")
	}
}

// TestMemoryRoom: more than there is, is an error before it is used up.
func TestMemoryRoom(t *testing.T) {
	nativeLists(t)
	if _, err := MemoryFd("test", 1<<62); err != unix.ENOSPC {
		t.Error(err)
	}
	if n := kilobytes([]byte("A: 1 kB\nB:  20 kB\n"), "B:"); n != 20<<10 {
		t.Error(n)
	}
	if groupRoom() < 0 {
		t.Error("less than nothing")
	}
}

// nativeLists skips a test where the kernel does not get the lists.
func nativeLists(t *testing.T) {
	t.Helper()
	if p, err := spawn.Start(&spawn.Attr{Path: "/bin/sh", Argv: []string{"sh", "-c", ":"}, DirFd: -1, Umask: -1, TTY: -1,
		Files: []spawn.FdMap{{Child: 0, Parent: 0}}, Steps: []spawn.FdStep{{Op: spawn.FdKeep, A: 0}}}); err == nil {
		p.Wait()
	}
	if spawn.MemoryApart() {
		t.Skip("the emulator keeps the lists from the kernel")
	}
}
