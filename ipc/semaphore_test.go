package ipc

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

func TestSemaphore(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "die", SemaphoreSize(3))
	s := must(NewSemaphore(m, 0, 3))
	wantErr(t, s.Release(), ErrNotOwner)
	for i := range 3 {
		if n := must(s.Free()); n != 3-i {
			t.Error(n)
		}
		check(t, s.Acquire(bg))
	}
	wantErr(t, s.TryAcquire(), ErrBusy)
	ctx, cancel := context.WithTimeout(bg, time.Millisecond)
	defer cancel()
	wantErr(t, s.Acquire(ctx), context.DeadlineExceeded)
	wantErr(t, m.Close(), ErrBusy)
	for range 3 {
		check(t, s.Release())
	}
	wantErr(t, s.Release(), ErrNotOwner)
	if again := must(NewSemaphore(m, 0, 0)); again != s {
		t.Error("another semaphore")
	}
	for _, n := range []int{-1, maxPermits + 1} {
		_, err := NewSemaphore(m, 0, n)
		wantErr(t, err, syscall.EINVAL)
	}
	_, err := NewSemaphore(m, 0, 2)
	wantErr(t, err, ErrLayout)

	// The permits of a process that dies come back, to one who waits, too.
	c := die(t, "permits")
	c.expect("done <nil>")
	check(t, s.Acquire(bg))
	wantErr(t, s.TryAcquire(), ErrBusy)
	got := make(chan error)
	go func() { got <- s.Acquire(bg) }()
	eventually(func() bool { return m.region.waiting.Load() > 0 })
	c.kill()
	check(t, <-got)
	check(t, s.TryAcquire())
	for range 3 {
		check(t, s.Release())
	}
}

// TestSemaphoreManyAtOnce: never more than n have a permit.
func TestSemaphoreManyAtOnce(t *testing.T) {
	checkLeaks(t)
	const n = 3
	m := must(New(SemaphoreSize(n)))
	s := must(NewSemaphore(m, 0, n))
	var inside, sum atomic.Int32
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			for range 20 {
				if err := s.Acquire(bg); err != nil {
					t.Error(err)
					return
				}
				if k := inside.Add(1); k > n {
					t.Errorf("%d inside", k)
				}
				sum.Add(1)
				inside.Add(-1)
				if err := s.Release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if sum.Load() != 4000 || must(s.Free()) != n {
		t.Error(sum.Load(), must(s.Free()))
	}
	check(t, m.Close())
}

func TestCounter(t *testing.T) {
	checkLeaks(t)
	m := must(New(1024))
	c := must(NewCounter(m, 0, 2))
	check(t, c.Wait(bg))
	check(t, c.TryWait())
	wantErr(t, c.TryWait(), ErrBusy)
	ctx, cancel := context.WithTimeout(bg, time.Millisecond)
	defer cancel()
	wantErr(t, c.Wait(ctx), context.DeadlineExceeded)
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if err := c.Wait(bg); err != nil {
				t.Error(err)
			}
		})
	}
	for range 100 {
		check(t, c.Post())
	}
	all.Wait()
	if n := must(c.Value()); n != 0 {
		t.Error(n)
	}
	full := must(NewCounter(m, 64, math.MaxInt32))
	wantErr(t, full.Post(), ErrTooBig)
	_, err := NewCounter(m, 128, math.MaxInt32+1)
	wantErr(t, err, ErrTooBig)
	check(t, m.Close())
	wantErr(t, c.Post(), fs.ErrClosed)
	wantErr(t, c.Wait(bg), fs.ErrClosed)
}

// TestPingPong: two processes take turns by two Counters.
func TestPingPong(t *testing.T) {
	checkLeaks(t)
	testDir(t)
	m := newMemory(t, "echo", 128)
	ping, pong := must(NewCounter(m, 0, 0)), must(NewCounter(m, 64, 0))
	const n = 2000
	c := start(t, "echo", strconv.Itoa(n))
	for range n {
		check(t, ping.Post())
		check(t, pong.Wait(bg))
	}
	c.finish()
}

func echoRole(args []string) error {
	m, err := Open("echo")
	if err != nil {
		return err
	}
	defer m.Close()
	ping, pong := must(NewCounter(m, 0, 0)), must(NewCounter(m, 64, 0))
	for i := range atoi(args[0]) {
		if err := ping.Wait(bg); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
		if err := pong.Post(); err != nil {
			return err
		}
	}
	return nil
}
