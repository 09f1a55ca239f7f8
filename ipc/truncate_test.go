package ipc

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestTruncated: that the file behind the memory becomes shorter is an error of
// every operation, and no end of the process.
func TestTruncated(t *testing.T) {
	checkLeaks(t)
	dir := testDir(t)
	m := newMemory(t, "x", 1<<20)
	mu := must(NewMutex(m, 0))
	rw := must(NewRWMutex(m, 64))
	at := 64 + RWMutexSize
	cond := must(NewCond(m, at, mu))
	sem := must(NewSemaphore(m, at+64, 10))
	at += 64 + SemaphoreSize(10)
	counter := must(NewCounter(m, at, 1))
	queue := must(NewMessageQueue(m, at+64, 4, 100))
	at += 64 + MessageQueueSize(4, 100)
	work := must(NewWorkQueue(m, at, 4, 100))
	at += WorkQueueSize(4, 100)
	ring := must(NewRing(m, at, 4096))
	in, out := must(ring.Writer()), must(ring.Reader())
	check(t, in.Close())
	check(t, out.Close())
	in, out = must(ring.Writer()), must(ring.Reader())
	defer in.Close()
	defer out.Close()

	path := filepath.Join(dir, "x")
	check(t, os.Truncate(path, 0))
	msg := []byte("x")
	for what, f := range map[string]func() error{
		"ReadAt":     func() error { _, err := m.ReadAt(make([]byte, 10), 5000); return err },
		"WriteAt":    func() error { _, err := m.WriteAt(msg, 5000); return err },
		"Lock":       func() error { return mu.Lock(bg) },
		"TryLock":    mu.TryLock,
		"Unlock":     mu.Unlock,
		"Consistent": mu.Consistent,
		"rw Lock":    func() error { return rw.Lock(bg) },
		"rw RLock":   func() error { return rw.RLock(bg) },
		"rw Unlock":  rw.Unlock,
		"rw RUnlock": rw.RUnlock,
		"TryRLock":   rw.TryRLock,
		"Signal":     cond.Signal,
		"Broadcast":  cond.Broadcast,
		"Acquire":    func() error { return sem.Acquire(bg) },
		"TryAcquire": sem.TryAcquire,
		"Free":       func() error { _, err := sem.Free(); return err },
		"Post":       counter.Post,
		"Wait":       func() error { return counter.Wait(bg) },
		"Value":      func() error { _, err := counter.Value(); return err },
		"Send":       func() error { return queue.Send(bg, Message{Data: msg}) },
		"TrySend":    func() error { return queue.TrySend(Message{Data: msg}) },
		"Receive":    func() error { _, err := queue.Receive(bg, Any); return err },
		"TryReceive": func() error { _, err := queue.TryReceive(Type(1)); return err },
		"Len":        func() error { _, err := queue.Len(); return err },
		"Push":       func() error { return work.Push(bg, msg) },
		"TryPush":    func() error { return work.TryPush(msg) },
		"Take":       func() error { _, err := work.Take(bg); return err },
		"TryTake":    func() error { _, err := work.TryTake(); return err },
		"CloseInput": func() error { return work.CloseInput(bg) },
		"ring Send":  func() error { return in.Send(bg, msg) },
		"ring Receive": func() error {
			_, err := out.Receive(bg, make([]byte, 10))
			return err
		},
		"NewMutex": func() error { _, err := NewMutex(m, m.Len()&^63-64); return err },
	} {
		if err := f(); !errors.Is(err, ErrTruncated) {
			t.Errorf("%s: error %v", what, err)
		}
	}
	_, err := Open("x")
	wantErr(t, err, ErrLayout)
}

func TestFullMemory(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root mounts")
	}
	checkLeaks(t)
	dir := testDir(t)
	check(t, os.Mkdir(dir, 0o700))
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=128k,mode=700", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out)
	}
	defer exec.Command("umount", dir).Run()
	_, err := Create("x", 1<<20, 0o600)
	wantErr(t, err, syscall.ENOSPC)
	if names := must(os.ReadDir(dir)); len(names) != 0 {
		t.Error(names)
	}
	m := must(Create("x", 64<<10, 0o600))
	for i := range m.Bytes() {
		m.Bytes()[i] = 1
	}
	check(t, m.Remove())
	check(t, m.Close())
}

// shortRole has the lock of one memory and then another memory open, and waits
// to be killed.
func shortRole([]string) error {
	m, err := Open("hold")
	if err != nil {
		return err
	}
	if err := must(NewMutex(m, 0)).Lock(bg); err != nil {
		return err
	}
	must(NewSemaphore(m, 64, 1)).Acquire(bg)
	must(NewRing(m, 192, 64)).Writer()
	must(must(NewWorkQueue(m, 512, 1, 1)).Take(bg))
	q := must(NewMessageQueue(m, 1024, 1, 1))
	if err := q.(*sharedQueue).s.enter(bg); err != nil {
		return err
	}
	_, err = Open("short")
	say("open", err)
	forever()
	return nil
}

// TestTruncatedAtDeath: the kernel does not get to a lock that it has to tell
// of when it meets, on its way there, memory whose file has become shorter. That
// the holder has ended is seen all the same.
func TestTruncatedAtDeath(t *testing.T) {
	checkLeaks(t)
	dir := testDir(t)
	m := newMemory(t, "hold", 4096)
	newMemory(t, "short", 64)
	work := must(NewWorkQueue(m, 512, 1, 1))
	check(t, work.Push(bg, nil))
	c := start(t, "short")
	c.expect("open <nil>")
	check(t, os.Truncate(filepath.Join(dir, "short"), 0))
	c.kill()
	wantErr(t, must(NewMutex(m, 0)).TryLock(), ErrOwnerDied)
	check(t, must(NewMutex(m, 0)).Consistent())
	check(t, must(NewMutex(m, 0)).Unlock())
	sem := must(NewSemaphore(m, 64, 1))
	check(t, sem.TryAcquire())
	check(t, sem.Release())
	w, err := must(NewRing(m, 192, 64)).Writer()
	check(t, err)
	check(t, w.Close())
	it, err := work.TryTake()
	check(t, err)
	check(t, it.Done())
	check(t, must(NewMessageQueue(m, 1024, 1, 1)).TrySend(Message{}))
}
