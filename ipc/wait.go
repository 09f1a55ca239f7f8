//go:build !windows

package ipc

import (
	"context"
	"io/fs"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"gpipe/internal/sys/shm"
)

// How long one wait in the kernel lasts at most: after it everything is looked
// at again, in case that a wake-up was lost with the process that had it. The
// life of a process that the kernel keeps no list of is looked at more often.
const (
	backstop     = 200 * time.Millisecond
	fileBackstop = 20 * time.Millisecond
)

// wait is the waiting of one operation.
type wait struct {
	r      *region
	ctx    context.Context
	cancel *atomic.Uint32 // becomes 1 when ctx is done; nil as long as none is needed
	stop   func() bool
	room   [8]shm.Watched
	set    []shm.Watched
	limit  time.Duration
	held   []uint32 // the ids of those waited for
	few    [4]uint32
}

// begin forgets what is watched.
func (w *wait) begin() {
	w.set, w.held, w.limit = w.room[:0], w.few[:0], backstop
}

// watch has pause return when someone changes the word and wakes.
func (w *wait) watch(word *atomic.Uint32, value uint32) {
	w.set = append(w.set, shm.Watched{Word: word, Value: value})
}

// holder has pause return when the process with the id ends. It returns false
// if it has ended.
func (w *wait) holder(id uint32) bool {
	m := w.r.member(int(min(id&slotMask, members-1)))
	life := m.life.Load()
	if !w.r.alive(id) {
		return false
	}
	if life&fileLife != 0 {
		w.limit = fileBackstop
	}
	// One word is for the context.
	if len(w.set) < shm.MaxWatched-1 {
		w.watch(m.life, life)
		w.held = append(w.held, id)
	} else {
		w.limit = fileBackstop
	}
	return true
}

// pause waits until something that is watched happens, d has passed, or ctx is
// done, which is an error. It may return without a reason.
func (w *wait) pause(d time.Duration) error {
	if w.cancel == nil && w.ctx.Done() != nil {
		w.cancel = new(atomic.Uint32)
		word := w.cancel
		w.stop = context.AfterFunc(w.ctx, func() {
			word.Store(1)
			shm.Wake(word, 1, true)
		})
	}
	if err := w.ctx.Err(); err != nil {
		return err
	}
	set := w.set
	if w.cancel != nil {
		set = append(set, shm.Watched{Word: w.cancel, Own: true})
	}
	d = min(d, w.limit)
	w.r.waiting.Add(1)
	err := shm.WaitAny(set, d)
	w.r.waiting.Add(-1)
	switch {
	case err != nil:
		return meant(err)
	case w.cancel != nil && w.cancel.Load() != 0:
		return w.ctx.Err()
	case w.r.closed.Load():
		return fs.ErrClosed
	}
	w.lookAfter(d)
	return nil
}

// lookAfter sees to those that were waited for. The kernel wakes one of those
// who watch a life: that one wakes the others. After a long wait it is found
// out whether they live.
func (w *wait) lookAfter(waited time.Duration) {
	for _, id := range w.held {
		slot := int(id & slotMask)
		m := w.r.member(slot)
		switch life := m.life.Load(); {
		case life&shm.Ended != 0:
			shm.Wake(m.life, math.MaxInt32, false)
		case waited >= backstop:
			w.r.gone(slot, life)
		}
	}
}

// bury tells whether one of those that are watched has ended without the kernel
// having said so.
func (w *wait) bury() bool {
	return slices.ContainsFunc(w.held, func(id uint32) bool { return !w.r.lives(id) })
}

// end is called when the operation is over.
func (w *wait) end() {
	if w.stop != nil {
		w.stop()
	}
}

// gate lets one goroutine at a time through: the others of the process wait for
// it without a thread.
type gate chan struct{}

func newGate() gate { return make(gate, 1) }

func (g gate) enter(ctx context.Context) error {
	select {
	case g <- struct{}{}:
		return nil
	default:
	}
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g gate) leave() { <-g }
