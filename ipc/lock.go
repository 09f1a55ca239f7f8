package ipc

import (
	"context"
	"io/fs"
	"math"
	"runtime"
	"sync/atomic"
	"time"

	"gpipe/internal/sys"
)

// The word of a lock is the id of the member that has it, 0 if it is free, or
// nobody if it can't be had any more, and these.
const (
	waiters  = 1 << 31 // someone waits, or has waited
	doubtful = 1 << 30 // a holder died, and nobody has said that all is well
	starving = 1 << 29 // someone has waited long: who has not waited does not take it
)

// How long a lock that is free is left to those who wait for it, and how long
// one waits before it is.
const patience = time.Millisecond

// spinTimes is how often something is looked at before one sleeps: about 20 us
// long, and not at all where nobody else can change it meanwhile.
func spinTimes() int {
	if runtime.NumCPU() == 1 {
		return 0
	}
	return 100
}

// lock is a lock between processes. To take it and to give it back is one
// change of a word if nobody else wants it.
type lock struct {
	r     *region
	word  *atomic.Uint32
	turn  gate
	order *order
}

func newLock(r *region, at int) lock { return lock{r, r.at(at), newGate(), new(order)} }

// now takes the lock if nobody else has it or wants it.
func (l *lock) now() bool {
	if !l.word.CompareAndSwap(0, l.r.id) {
		return false
	}
	l.order.after()
	return true
}

// lock waits for the lock. With nil and ErrOwnerDied it is held.
func (l *lock) lock(ctx context.Context) error {
	if l.now() {
		return nil
	}
	return l.lockSlow(ctx)
}

// soon is how long one who is not to wait waits for a lock that everybody has
// for a moment only.
const soon = 100 * time.Millisecond

// lockSoon is lock for such a lock: ErrBusy, if a process has it all the time.
func (l *lock) lockSoon() error {
	if l.now() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	err := l.lockSlow(ctx)
	if err == context.DeadlineExceeded {
		err = ErrBusy
	}
	return err
}

// tryLock is lock, but returns ErrBusy where that would wait.
func (l *lock) tryLock() error {
	for {
		v := l.word.Load()
		switch id := v & idMask; {
		case id == nobody:
			return ErrNotRecoverable
		case id == 0:
			if l.word.CompareAndSwap(v, v&^starving|l.r.id) {
				l.order.after()
				return doubt(v)
			}
		case l.r.lives(id):
			return ErrBusy
		default:
			if l.word.CompareAndSwap(v, v&^idMask|l.r.id|doubtful) {
				return ErrOwnerDied
			}
		}
	}
}

func doubt(v uint32) error {
	if v&doubtful != 0 {
		return ErrOwnerDied
	}
	return nil
}

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
		sys.Pause()
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

// wakeNext wakes one who waits for a free lock, or makes it one that nobody
// waits for.
func (l *lock) wakeNext(v uint32) {
	if sys.Wake(l.word, 1, false) == 0 {
		l.word.CompareAndSwap(v, v&doubtful)
	}
}

// back gives the lock back if nobody else wants it.
func (l *lock) back() bool {
	l.order.before()
	return l.word.CompareAndSwap(l.r.id, 0)
}

// unlock gives the lock back. If its state is doubtful, nobody gets it any
// more.
func (l *lock) unlock() error {
	if l.back() {
		return nil
	}
	return l.unlockSlow()
}

func (l *lock) unlockSlow() error {
	for {
		v := l.word.Load()
		switch {
		case v&idMask != l.r.id:
			return ErrNotOwner
		case v&doubtful != 0:
			if l.word.CompareAndSwap(v, nobody|doubtful) {
				sys.Wake(l.word, math.MaxInt32, false)
				return nil
			}
		default:
			next := v &^ idMask
			if l.word.CompareAndSwap(v, next) {
				l.wakeNext(next)
				return nil
			}
		}
	}
}

// giveUp is unlock for a lock that was not used: a doubt stays one.
func (l *lock) giveUp() {
	for {
		v := l.word.Load()
		if v&idMask != l.r.id {
			return
		}
		next := v &^ idMask
		if l.word.CompareAndSwap(v, next) {
			if next&waiters != 0 {
				l.wakeNext(next)
			}
			return
		}
	}
}

// consistent says that all is well with what a held lock protects.
func (l *lock) consistent() error {
	for {
		v := l.word.Load()
		if v&idMask != l.r.id {
			return ErrNotOwner
		}
		if v&doubtful == 0 || l.word.CompareAndSwap(v, v&^doubtful) {
			return nil
		}
	}
}

// mine tells whether this process has the lock.
func (l *lock) mine() bool { return l.word.Load()&idMask == l.r.id }
