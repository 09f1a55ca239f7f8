//go:build !windows

package ipc

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"gpipe/internal/sys/shm"
)

// event is a word by which those who wait for something learn that they are to
// look again. Its lowest bit tells that there may be some; the rest counts.
type event struct{ word *atomic.Uint32 }

// prepare announces one who is going to look and then to wait as long as the
// word is what it returns.
func (e event) prepare() uint32 {
	for {
		v := e.word.Load()
		if v&1 != 0 || e.word.CompareAndSwap(v, v|1) {
			return v | 1
		}
	}
}

// wake wakes up to n of those who wait. What they are to see has happened.
func (e event) wake(n int) {
	if e.word.Load()&1 != 0 {
		e.wakeSome(n)
	}
}

func (e event) wakeSome(n int) {
	for {
		v := e.word.Load()
		if v&1 == 0 {
			return
		}
		next := v + 2
		if n == math.MaxInt32 {
			next &^= 1
		}
		if !e.word.CompareAndSwap(v, next) {
			continue
		}
		if shm.Wake(e.word, n, false) == 0 && next&1 != 0 {
			e.word.CompareAndSwap(next, next&^1)
		}
		return
	}
}

// queueing lets the goroutines of a process wait for an event with one thread,
// each for something of its own: one waits in the kernel, the others for that
// one, and all look again.
type queueing struct {
	mu      sync.Mutex
	leading bool
	over    chan struct{} // closed when the one who waits in the kernel has returned
}

// wait waits for the event, for the end of one that look watches, or until the
// context is done, which is an error. It may return without a reason. Look is
// called when no event can be missed any more, and tells how long to wait, or
// not to.
func (q *queueing) wait(w *wait, e *event, look func() (time.Duration, bool)) error {
	q.mu.Lock()
	follow := q.leading
	if !follow {
		q.leading, q.over = true, make(chan struct{})
		w.begin()
		w.watch(e.word, e.prepare())
	} else {
		w.begin()
	}
	over := q.over
	q.mu.Unlock()
	if follow {
		d, ok := look()
		if !ok {
			return nil
		}
		return followed(w.ctx, over, d)
	}
	defer q.lead(over)
	d, ok := look()
	if !ok {
		return nil
	}
	return w.pause(d)
}

// lead ends the wait of the one in the kernel.
func (q *queueing) lead(over chan struct{}) {
	q.mu.Lock()
	q.leading = false
	q.mu.Unlock()
	close(over)
}

// followed waits for the one in the kernel.
func followed(ctx context.Context, over <-chan struct{}, d time.Duration) error {
	var soon <-chan time.Time
	if d < backstop {
		t := time.NewTimer(d)
		defer t.Stop()
		soon = t.C
	}
	select {
	case <-over:
		return nil
	case <-soon:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
