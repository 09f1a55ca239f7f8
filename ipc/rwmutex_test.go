package ipc

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestRWMutex(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", RWMutexSize)
	mu := must(NewRWMutex(m, 0))
	wantErr(t, mu.Unlock(), ErrNotOwner)
	wantErr(t, mu.RUnlock(), ErrNotOwner)
	check(t, mu.RLock(bg))
	check(t, mu.TryRLock())
	wantErr(t, mu.TryLock(), ErrBusy)
	check(t, mu.RLock(bg)) // TryLock has not kept it
	check(t, mu.RUnlock())
	wantErr(t, m.Close(), ErrBusy)
	check(t, mu.RUnlock())
	ctx, cancel := context.WithTimeout(bg, time.Millisecond)
	defer cancel()
	wantErr(t, mu.Lock(ctx), context.DeadlineExceeded)
	check(t, mu.TryRLock()) // Lock has not kept it
	check(t, mu.RUnlock())
	check(t, mu.RUnlock())
	check(t, mu.Lock(bg))
	wantErr(t, mu.TryRLock(), ErrBusy)
	wantErr(t, mu.RUnlock(), ErrNotOwner)
	wantErr(t, mu.RLock(ctx), context.DeadlineExceeded)
	check(t, mu.Unlock())
	check(t, mu.RLock(bg))
	check(t, mu.RUnlock())
}

// TestRWMutexDeaths: a reader that dies leaves nothing, a writer a doubt that
// readers see, too.
func TestRWMutexDeaths(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", RWMutexSize)
	mu := must(NewRWMutex(m, 0))
	reader := die(t, "read")
	reader.expect("done <nil>")
	wantErr(t, mu.TryLock(), ErrBusy)
	got := make(chan error)
	go func() { got <- mu.Lock(bg) }()
	eventually(func() bool { return m.region.waiting.Load() > 0 })
	reader.kill()
	check(t, <-got)
	check(t, mu.Unlock())

	writer := die(t, "write")
	writer.expect("done <nil>")
	for range 2 {
		go func() { got <- mu.RLock(bg) }()
	}
	eventually(func() bool { return m.region.waiting.Load() > 0 })
	writer.kill()
	wantErr(t, <-got, ErrOwnerDied)
	wantErr(t, <-got, ErrOwnerDied)
	check(t, mu.RUnlock())
	check(t, mu.RUnlock())
	wantErr(t, mu.Lock(bg), ErrOwnerDied)
	check(t, mu.Consistent())
	check(t, mu.Unlock())
	check(t, mu.RLock(bg))
	check(t, mu.RUnlock())

	writer = die(t, "write")
	writer.expect("done <nil>")
	writer.kill()
	wantErr(t, mu.Lock(bg), ErrOwnerDied)
	check(t, mu.Unlock())
	wantErr(t, mu.Lock(bg), ErrNotRecoverable)
	wantErr(t, mu.RLock(bg), ErrNotRecoverable)
	wantErr(t, mu.TryRLock(), ErrNotRecoverable)
}

// TestRWMutexManyAtOnce: readers see what writers wrote whole.
func TestRWMutexManyAtOnce(t *testing.T) {
	checkLeaks(t)
	m := must(New(RWMutexSize + 64))
	mu := must(NewRWMutex(m, 0))
	a, b := plain(m, RWMutexSize), plain(m, RWMutexSize+8)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 2000 {
				if err := mu.Lock(bg); err != nil {
					t.Error(err)
					return
				}
				*a++
				*b++
				mu.Unlock()
			}
		})
		all.Go(func() {
			for range 2000 {
				if err := mu.RLock(bg); err != nil {
					t.Error(err)
					return
				}
				if *a != *b {
					t.Error(*a, *b)
				}
				mu.RUnlock()
			}
		})
	}
	all.Wait()
	if *a != 8000 {
		t.Error(*a)
	}
	check(t, m.Close())
}

// TestWriterPreference: readers that follow each other without a gap do not
// keep a writer out.
func TestWriterPreference(t *testing.T) {
	checkLeaks(t)
	m := must(New(RWMutexSize))
	mu := must(NewRWMutex(m, 0))
	var stop atomic.Bool
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for !stop.Load() {
				mu.RLock(bg)
				time.Sleep(time.Millisecond)
				mu.RUnlock()
			}
		})
	}
	for range 20 {
		check(t, mu.Lock(bg))
		check(t, mu.Unlock())
	}
	stop.Store(true)
	all.Wait()
	check(t, m.Close())
}
