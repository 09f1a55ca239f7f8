//go:build !windows

package ipc

import (
	"context"
	"math"
	"runtime"
	"sync/atomic"
	"time"

	"gpipe/internal/sys/shm"
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

// wakeNext wakes one who waits for a free lock, or makes it one that nobody
// waits for.
func (l *lock) wakeNext(v uint32) {
	if shm.Wake(l.word, 1, false) == 0 {
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
				shm.Wake(l.word, math.MaxInt32, false)
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
