//go:build !windows

package ipc

import (
	"context"
	"io/fs"
	"time"

	"gpipe/internal/sys/shm"
)

// locking is one goroutine's attempt to get a lock that is not just free.
type locking struct {
	*lock
	wait
	spins int       // how often to look before it sleeps
	since time.Time // when it began to sleep
	owed  bool      // it has slept for the lock, or long enough to have a right to it
}

func (l *lock) lockSlow(ctx context.Context) error {
	if err := l.turn.enter(ctx); err != nil {
		return err
	}
	defer l.turn.leave()
	a := locking{lock: l, wait: wait{r: l.r, ctx: ctx}, spins: spinTimes()}
	defer a.end()
	for {
		got, err := a.step()
		if got {
			l.order.after()
			return err
		}
		if err != nil {
			a.passOn()
			return err
		}
	}
}

// step takes the lock or waits a while.
func (a *locking) step() (got bool, err error) {
	if a.lock.r.closed.Load() {
		return false, fs.ErrClosed
	}
	v := a.word.Load()
	id := v & idMask
	switch {
	case id == nobody:
		return false, ErrNotRecoverable
	case id == 0 && (v&starving == 0 || a.owed):
		return a.take(v)
	case id == 0:
		return false, a.leaveIt(v)
	case !a.lock.r.alive(id):
		return a.inherit(v)
	case a.spins > 0 && v&starving == 0:
		a.spins--
		shm.Pause()
		return false, nil
	}
	return false, a.sleep(v)
}

// take makes a free lock this process's. If others have waited long, too, they
// say so again: were it still said when they are not there any more, those who
// come would all leave the lock to each other.
func (a *locking) take(v uint32) (bool, error) {
	if !a.word.CompareAndSwap(v, v&^starving|a.lock.r.id) {
		return false, nil
	}
	return true, doubt(v)
}

// inherit makes the lock of a process that has ended this process's.
func (a *locking) inherit(v uint32) (bool, error) {
	if !a.word.CompareAndSwap(v, v&^idMask|a.lock.r.id|doubtful) {
		return false, nil
	}
	return true, ErrOwnerDied
}

// leaveIt leaves a free lock to those who have waited longer. If none of them
// takes it, they are gone.
func (a *locking) leaveIt(v uint32) error {
	if a.since.IsZero() {
		a.since = time.Now()
	}
	left := patience - time.Since(a.since)
	if left <= 0 {
		a.owed = true
		return nil
	}
	a.begin()
	a.watch(a.word, v)
	return a.pause(left)
}

// sleep waits until the holder unlocks or ends. The first time is short: then
// the lock is to be left to those who have waited.
func (a *locking) sleep(v uint32) error {
	d, next := backstop, v|waiters
	if a.since.IsZero() {
		a.since = time.Now()
	}
	if left := patience - time.Since(a.since); left > 0 {
		d = left
	} else if !a.lock.r.lives(v & idMask) {
		return nil
	} else {
		next |= starving
	}
	if next != v && !a.word.CompareAndSwap(v, next) {
		return nil
	}
	a.begin()
	a.watch(a.word, next)
	if !a.holder(v & idMask) {
		return nil
	}
	a.owed = true
	return a.pause(d)
}

// passOn is for one who gives up: he may have been woken for a lock that is
// free, and then another is to be.
func (a *locking) passOn() {
	if v := a.word.Load(); v&idMask == 0 && v&waiters != 0 {
		a.wakeNext(v)
	}
}
