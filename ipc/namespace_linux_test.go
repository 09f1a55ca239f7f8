package ipc

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"gpipe/internal/effort"
	"gpipe/internal/sys/shm"
)

// execTrue makes this process another program.
func execTrue() {
	path, err := exec.LookPath("true")
	if err == nil {
		err = syscall.Exec(path, []string{"true"}, nil)
	}
	panic(err)
}

// namespaceRole joins with a thread of the given id, if that can be, and says
// whether. Then it holds the lock, or just has it open, until it hears.
func namespaceRole(args []string) error {
	want, holds := atoi(args[0]), args[1] == "hold"
	f := os.NewFile(3, "memory")
	runtime.LockOSThread() // the first thread, whose id is 1
	var m *Memory
	for {
		var err error
		if m, err = OpenFile(f); err != nil {
			return err
		}
		tid := int(m.region.member(m.region.slot).life.Load() & shm.TidMask)
		if tid == want {
			break
		}
		if tid > want {
			say("missed", tid)
			return nil
		}
		if err := m.Close(); err != nil {
			return err
		}
		go func() { // takes the thread, so that the next one is another
			runtime.LockOSThread()
			select {}
		}()
	}
	say("joined", want)
	mu := must(NewMutex(m, 0))
	if holds {
		if err := mu.Lock(bg); err != nil {
			return err
		}
		say("locked")
	}
	in := stdin()
	for hear(in) {
		if holds {
			say("still mine", mu.l.mine())
		}
	}
	if holds {
		return mu.Unlock()
	}
	return nil
}

// joinAs starts a process in a namespace of its own whose thread that the
// kernel watches has the given id there.
func joinAs(t *testing.T, m *Memory, tid int, what string) *child {
	t.Helper()
	f := must(m.File())
	defer f.Close()
	for range 50 {
		c := startWith(t, func(cmd *exec.Cmd) {
			cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS}
			cmd.ExtraFiles = []*os.File{f}
		}, "namespace", strconv.Itoa(tid), what)
		if l := c.line(); l == fmt.Sprint("joined ", tid) {
			return c
		}
		c.wait()
	}
	t.Skip("no thread with the wanted id")
	return nil
}

// TestNamespaces: two processes whose threads have the same id, each in its
// own namespace: that one ends does not take the lock from the other.
func TestNamespaces(t *testing.T) {
	effort.Usual(t)
	if os.Geteuid() != 0 {
		t.Skip("only root makes namespaces")
	}
	checkLeaks(t)
	m := must(New(MutexSize))
	defer m.Close()
	mu := must(NewMutex(m, 0))
	if m.region.place == nil {
		t.Skip("no lists in the kernel")
	}
	const tid = 40
	holder := joinAs(t, m, tid, "hold")
	holder.expect("locked")
	for range 20 {
		other := joinAs(t, m, tid, "look")
		other.kill()
		wantErr(t, mu.TryLock(), ErrBusy)
		holder.tell("?")
		holder.expect("still mine true")
	}
	// And when the holder itself ends, it is seen from another namespace.
	got := make(chan error)
	go func() { got <- mu.Lock(bg) }()
	if !eventually(func() bool { return m.region.waiting.Load() > 0 }) {
		t.Fatal("nobody waits")
	}
	holder.kill()
	wantErr(t, <-got, ErrOwnerDied)
	check(t, mu.Consistent())
	check(t, mu.Unlock())
}
