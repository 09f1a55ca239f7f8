package ipc

import (
	"context"
	"sync"
	"testing"
	"time"
)

func TestCond(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", 4096)
	mu := must(NewMutex(m, 0))
	c := must(NewCond(m, 64, mu))
	ready := func() bool { return *plain(m, 128) > 0 }
	wantErr(t, c.Wait(bg, ready), ErrNotOwner)
	check(t, mu.Lock(bg))
	ctx, cancel := context.WithTimeout(bg, time.Millisecond)
	defer cancel()
	wantErr(t, c.Wait(ctx, ready), context.DeadlineExceeded)
	wantErr(t, mu.TryLock(), ErrBusy) // it is locked
	check(t, mu.Unlock())
	// A hundred goroutines each take one of what comes.
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if err := mu.Lock(bg); err != nil {
				t.Error(err)
			}
			if err := c.Wait(bg, ready); err != nil {
				t.Error(err)
			}
			*plain(m, 128)--
			mu.Unlock()
		})
	}
	for i := range 100 {
		check(t, mu.Lock(bg))
		*plain(m, 128)++
		check(t, mu.Unlock())
		if i%2 == 0 {
			check(t, c.Signal())
		} else {
			check(t, c.Broadcast())
		}
	}
	all.Wait()
	other := must(NewMutex(m, 256))
	_, err := NewCond(m, 64, other)
	wantErr(t, err, ErrLayout)
}

// TestCondDeath: who waits is told when a process has died with the lock.
func TestCondDeath(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", 4096)
	mu := must(NewMutex(m, 0))
	c := must(NewCond(m, 64, mu))
	waiter := die(t, "cond")
	waiter.expect("waiting")
	check(t, mu.Lock(bg))
	waiter.kill() // while it waits: nothing is doubtful
	check(t, mu.Unlock())
	check(t, c.Signal())
	check(t, mu.Lock(bg))
	done := make(chan error)
	ready := make(chan struct{})
	go func() {
		close(ready)
		done <- c.Wait(bg, func() bool { return *plain(m, 128) != 0 })
	}()
	<-ready
	holder := start(t, "condholder")
	holder.expect("locked")
	holder.kill()
	wantErr(t, <-done, ErrOwnerDied)
	check(t, mu.Consistent())
	check(t, mu.Unlock())
}

// condHolderRole locks, wakes the waiter, and waits to be killed.
func condHolderRole([]string) error {
	m, err := Open("die")
	if err != nil {
		return err
	}
	mu := must(NewMutex(m, 0))
	if err := mu.Lock(bg); err != nil {
		return err
	}
	if err := must(NewCond(m, 64, mu)).Broadcast(); err != nil {
		return err
	}
	say("locked")
	forever()
	return nil
}
