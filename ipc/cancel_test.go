package ipc

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// waits are all calls that may wait, each in a state in which it does.
func waits(t *testing.T) map[string]func(ctx context.Context) error {
	t.Helper()
	size := 1 << 20
	m := must(New(size))
	at := 0
	next := func(n int) int {
		at += (n + 63) &^ 63
		return at - (n+63)&^63
	}
	mu := must(NewMutex(m, next(MutexSize)))
	free := must(NewMutex(m, next(MutexSize)))
	rw := must(NewRWMutex(m, next(RWMutexSize)))
	read := must(NewRWMutex(m, next(RWMutexSize)))
	cond := must(NewCond(m, next(CondSize), free))
	sem := must(NewSemaphore(m, next(SemaphoreSize(1)), 1))
	counter := must(NewCounter(m, next(CounterSize), 0))
	full := must(NewMessageQueue(m, next(MessageQueueSize(1, 1)), 1, 1))
	empty := must(NewMessageQueue(m, next(MessageQueueSize(1, 1)), 1, 1))
	fullWork := must(NewWorkQueue(m, next(WorkQueueSize(1, 1)), 1, 1))
	work := must(NewWorkQueue(m, next(WorkQueueSize(1, 1)), 1, 1))
	fullRing := must(NewRing(m, next(RingSize(64)), 64))
	ring := must(NewRing(m, next(RingSize(64)), 64))
	w, d := must(fullRing.Writer()), must(ring.Reader())
	check(t, mu.Lock(bg))
	check(t, rw.Lock(bg))
	check(t, read.RLock(bg))
	check(t, sem.Acquire(bg))
	check(t, full.Send(bg, Message{}))
	check(t, fullWork.Push(bg, nil))
	check(t, w.Send(bg, make([]byte, 60)))
	path := filepath.Join(t.TempDir(), "lock")
	file := must(LockFile(bg, path, false))
	t.Cleanup(func() {
		check(t, mu.Unlock())
		check(t, rw.Unlock())
		check(t, read.RUnlock())
		check(t, sem.Release())
		check(t, w.Close())
		check(t, d.Close())
		check(t, file.Unlock())
		check(t, m.Close())
	})
	all := map[string]func(ctx context.Context) error{
		"Mutex.Lock":    mu.Lock,
		"RWMutex.Lock":  read.Lock,
		"RWMutex.RLock": rw.RLock,
		"Cond.Wait": func(ctx context.Context) error {
			check(t, free.Lock(bg))
			defer free.Unlock()
			return cond.Wait(ctx, func() bool { return false })
		},
		"Semaphore.Acquire": sem.Acquire,
		"Counter.Wait":      counter.Wait,
		"Queue.Send":        func(ctx context.Context) error { return full.Send(ctx, Message{}) },
		"Queue.Receive":     func(ctx context.Context) error { _, err := empty.Receive(ctx, Any); return err },
		"Queue.Receive Type": func(ctx context.Context) error {
			_, err := full.Receive(ctx, Type(2))
			return err
		},
		"WorkQueue.Push": func(ctx context.Context) error { return fullWork.Push(ctx, nil) },
		"WorkQueue.Take": func(ctx context.Context) error { _, err := work.Take(ctx); return err },
		"Ring.Send":      func(ctx context.Context) error { return w.Send(ctx, make([]byte, 60)) },
		"Ring.Receive":   func(ctx context.Context) error { _, err := d.Receive(ctx, make([]byte, 60)); return err },
		"LockFile":       func(ctx context.Context) error { _, err := LockFile(ctx, path, true); return err },
	}
	kernelWaits(t, all)
	return all
}

// kernelWaits adds those of System V and POSIX objects, where there are any.
func kernelWaits(t *testing.T, all map[string]func(ctx context.Context) error) {
	if q, err := OpenSysV(Private, 0o600); err == nil {
		t.Cleanup(func() { q.Remove() })
		all["SysV.Receive"] = func(ctx context.Context) error { _, err := q.Receive(ctx, Any); return err }
		full := must(OpenSysV(Private, 0o600))
		for full.TrySend(Message{Data: make([]byte, 1000)}) == nil {
		}
		t.Cleanup(func() { full.Remove() })
		all["SysV.Send"] = func(ctx context.Context) error { return full.Send(ctx, Message{Data: make([]byte, 1000)}) }
		s := must(OpenSysVSemaphores(Private, []int{0}, 0o600))
		t.Cleanup(func() { s.Remove() })
		all["SysVSemaphores.Op"] = func(ctx context.Context) error { return s.Op(ctx, []SemOp{{0, -1}}, true) }
	}
	if q, err := OpenPOSIX(testQueue("empty"), 1, 10, 0o600); err == nil {
		full := must(OpenPOSIX(testQueue("full"), 1, 10, 0o600))
		check(t, full.Send(bg, Message{}))
		for _, q := range []MessageQueue{q, full} {
			t.Cleanup(func() {
				q.Remove()
				q.Close()
			})
		}
		all["POSIX.Receive"] = func(ctx context.Context) error { _, err := q.Receive(ctx, Any); return err }
		all["POSIX.Send"] = func(ctx context.Context) error { return full.Send(ctx, Message{}) }
	}
}

// TestCancel: every wait ends with its context, by cancelling and by a
// deadline, at once, and leaves no goroutine and no thread in the kernel.
func TestCancel(t *testing.T) {
	checkLeaks(t)
	for name, wait := range waits(t) {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			done, cancel := context.WithCancel(bg)
			cancel()
			wantErr(t, wait(done), context.Canceled)
			var longest time.Duration
			for i := range 20 {
				longest = max(longest, cancelled(t, wait, i%2 == 0))
			}
			t.Logf("%v at most", longest)
		})
	}
}

// cancelled returns how long a wait lasts after its context is done.
func cancelled(t *testing.T, wait func(context.Context) error, deadline bool) time.Duration {
	t.Helper()
	const d = 3 * time.Millisecond // long enough for most to be in the kernel
	want := context.Canceled
	ctx, cancel := context.WithCancel(bg)
	if deadline {
		cancel()
		want = context.DeadlineExceeded
		ctx, cancel = context.WithTimeout(bg, d)
	}
	defer cancel()
	got := make(chan error)
	go func() { got <- wait(ctx) }()
	var end time.Time
	if deadline {
		end, _ = ctx.Deadline()
	} else {
		time.Sleep(d)
		end = time.Now()
		cancel()
	}
	select {
	case err := <-got:
		if !errors.Is(err, want) {
			t.Fatalf("error %v, want %v", err, want)
		}
	case <-time.After(patienceOfTests):
		t.Fatal("the wait does not end")
	}
	return time.Since(end)
}

// TestCancelMany: of many goroutines that wait, each ends with its own context.
func TestCancelMany(t *testing.T) {
	checkLeaks(t)
	for name, wait := range waits(t) {
		switch name {
		case "Ring.Send", "Ring.Receive", "Cond.Wait":
			continue // one goroutine's at a time
		}
		t.Run(name, func(t *testing.T) {
			var cancels []context.CancelFunc
			got := make(chan error)
			for range 10 {
				ctx, cancel := context.WithCancel(bg)
				cancels = append(cancels, cancel)
				go func() { got <- wait(ctx) }()
			}
			for _, cancel := range cancels {
				cancel()
				wantErr(t, <-got, context.Canceled)
			}
		})
	}
}
