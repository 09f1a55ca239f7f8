//go:build !windows

package ipc

import (
	"context"
	"io/fs"
	"runtime/debug"
)

// MutexSize is how many bytes of a Memory a Mutex takes.
const MutexSize = 64

const mutexKind = 'M' | 'u'<<8 | 't'<<16 | 'x'<<24

// Mutex is a lock that processes share. It is in a Memory; every process makes
// its own Mutex of the same bytes.
//
// To lock one that is free, and to unlock one that nobody waits for, is no
// system call. Goroutines that wait cost one thread together. A process that
// has waited a millisecond gets the lock before those that come later.
//
// The lock belongs to the process: any of its goroutines may unlock it, and a
// second Lock waits, in the same process too. When a process ends, killed,
// crashed, with exec or by returning from main, the next Lock of another one
// returns ErrOwnerDied: the lock is held, and what it protects may be half
// changed. Put that in order and call Consistent. If you unlock it without, the
// Mutex is of no use any more, and every Lock returns ErrNotRecoverable.
//
// A Mutex may be used by several goroutines at the same time.
type Mutex struct {
	l  lock
	at int
}

// NewMutex returns the Mutex at an offset of m, a multiple of 64, where MutexSize
// bytes are zeros or already one. For the same offset of the same Memory it is
// the same.
func NewMutex(m *Memory, offset int) (*Mutex, error) {
	x, err := newPart(m, "mutex", offset, MutexSize, func(r *region, at int) (*Mutex, error) {
		return &Mutex{newLock(r, at+4), at}, r.brand(at, mutexKind, pass, pass)
	})
	return x, err
}

// pass has nothing to set up or to check.
func pass() error { return nil }

func (m *Mutex) span() (int, int) { return m.at, MutexSize }
func (m *Mutex) held() bool       { return m.l.mine() }

// Lock waits until this process has the lock, or ctx is done, whose error it
// returns then, without the lock. With ErrOwnerDied it has it.
func (m *Mutex) Lock(ctx context.Context) error {
	if m.l.r.unsteady {
		return m.lockUnsteady(ctx)
	}
	if ctx.Err() == nil && m.l.now() {
		return m.open()
	}
	return m.acquire(ctx)
}

func (m *Mutex) lockUnsteady(ctx context.Context) (err error) {
	defer m.l.r.caught(debug.SetPanicOnFault(true), &err)
	return m.acquire(ctx)
}

func (m *Mutex) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.l.now() {
		return m.open()
	}
	return m.fail("lock", m.l.lockSlow(ctx))
}

// open returns an error if the Memory was closed.
func (m *Mutex) open() error {
	if m.l.r.closed.Load() {
		return m.shut()
	}
	return nil
}

func (m *Mutex) shut() error {
	m.l.back()
	return m.fail("lock", fs.ErrClosed)
}

// TryLock is Lock, but returns ErrBusy where that would wait.
func (m *Mutex) TryLock() error {
	return m.guarded("lock", m.l.tryLock)
}

// Unlock gives the lock back: ErrNotOwner, if this process does not have it.
func (m *Mutex) Unlock() error {
	if m.l.r.unsteady {
		return m.unlockUnsteady()
	}
	if m.l.back() {
		return nil
	}
	return m.release()
}

func (m *Mutex) unlockUnsteady() (err error) {
	defer m.l.r.caught(debug.SetPanicOnFault(true), &err)
	return m.release()
}

func (m *Mutex) release() error {
	return m.fail("unlock", m.l.unlock())
}

// Consistent says, after ErrOwnerDied and before Unlock, that what the lock
// protects is in order.
func (m *Mutex) Consistent() error {
	return m.guarded("consistent", m.l.consistent)
}

// guarded calls f, which uses memory that may not be there any more.
func (m *Mutex) guarded(op string, f func() error) (err error) {
	return m.fail(op, m.l.r.try(f))
}

func (m *Mutex) fail(op string, err error) error {
	return failed(op, m.l.r.name, err)
}
