//go:build !windows

package ipc

import (
	"context"
	"math"
	"runtime/debug"
	"sync/atomic"
	"time"

	"gpipe/internal/sys/shm"
)

// RWMutexSize is how many bytes of a Memory an RWMutex takes.
const RWMutexSize = cellsAt + (members*cellSize+align-1)/align*align

const (
	rwmutexKind = 'R' | 'W'<<8 | 'M'<<16 | 'x'<<24

	// After the kind and the lock of writers come an event for readers and,
	// for each member, how often it reads: the generation of the member and a
	// count.
	readersAt = 8
	cellsAt   = 64
	cellSize  = 8
)

// RWMutex is a lock that any number of processes can have for reading, or one
// for writing. A writer that waits is let in before readers that come after
// it, so that readers can't keep it out; writers can keep out readers.
//
// As with Mutex it belongs to processes, costs no system call as long as
// nobody waits, and survives them: when a reader ends, its hold is gone, and
// nothing is doubtful. When a writer ends, Lock returns ErrOwnerDied and so
// does RLock, both with the lock held, until a writer calls Consistent; if it
// unlocks without, all get ErrNotRecoverable.
//
// An RWMutex may be used by several goroutines at the same time. Whoever reads
// must not lock it for reading again before RUnlock: a writer that waits in
// between would wait for that, and the second RLock for the writer.
type RWMutex struct {
	l       lock // of writers
	readers event
	count   *atomic.Uint32 // how often this process reads
	at      int
	turn    queueing
}

// NewRWMutex returns the RWMutex at an offset of m, a multiple of 64, where
// RWMutexSize bytes are zeros or already one. For the same offset of the same
// Memory it is the same.
func NewRWMutex(m *Memory, offset int) (*RWMutex, error) {
	return newPart(m, "rwmutex", offset, RWMutexSize, func(r *region, at int) (*RWMutex, error) {
		x := &RWMutex{l: newLock(r, at+4), readers: event{r.at(at + readersAt)}, at: at}
		if err := r.brand(at, rwmutexKind, pass, pass); err != nil {
			return nil, err
		}
		// What the one before had who had this place in the table is gone.
		gen, count := x.cell(r.slot)
		count.Store(0)
		gen.Store(r.id)
		x.count = count
		return x, nil
	})
}

func (m *RWMutex) cell(slot int) (id, count *atomic.Uint32) {
	at := m.at + cellsAt + slot*cellSize
	return m.l.r.at(at), m.l.r.at(at + 4)
}

func (m *RWMutex) span() (int, int) { return m.at, RWMutexSize }
func (m *RWMutex) held() bool       { return m.l.mine() || m.count.Load() != 0 }

// Lock waits until this process alone has the lock, or ctx is done, whose error
// it returns then, without the lock. With ErrOwnerDied it has it.
func (m *RWMutex) Lock(ctx context.Context) error {
	return m.guarded("lock", func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := m.l.lock(ctx)
		if err != nil && err != ErrOwnerDied {
			return err
		}
		if e := m.drain(ctx); e != nil {
			m.abandon()
			return e
		}
		m.l.order.after()
		return err
	})
}

// TryLock is Lock, but returns ErrBusy where that would wait.
func (m *RWMutex) TryLock() error {
	return m.guarded("lock", func() error {
		err := m.l.tryLock()
		if err != nil && err != ErrOwnerDied {
			return err
		}
		for slot := range m.l.r.high() {
			if id, _ := m.cell(slot); m.reads(slot) && m.l.r.lives(id.Load()) {
				m.abandon()
				return ErrBusy
			}
		}
		return err
	})
}

// reads tells whether a member has the lock for reading.
func (m *RWMutex) reads(slot int) bool {
	id, count := m.cell(slot)
	return count.Load() != 0 && m.l.r.alive(id.Load()) && int(id.Load()&slotMask) == slot
}

// drain waits until nobody reads.
func (m *RWMutex) drain(ctx context.Context) error {
	w := wait{r: m.l.r, ctx: ctx}
	defer w.end()
	for slot := range m.l.r.high() {
		id, count := m.cell(slot)
		for {
			n := count.Load()
			if n == 0 || !m.reads(slot) {
				break
			}
			w.begin()
			w.watch(count, n)
			if !w.holder(id.Load()) {
				break
			}
			if err := w.pause(backstop); err != nil {
				return err
			}
		}
	}
	return nil
}

// abandon gives the lock of writers back, unused.
func (m *RWMutex) abandon() {
	m.l.giveUp()
	m.readers.wake(math.MaxInt32)
}

// Unlock ends what Lock has begun: ErrNotOwner, if this process does not have
// the lock for writing.
func (m *RWMutex) Unlock() error {
	return m.guarded("unlock", func() error {
		err := m.l.unlock()
		if err == nil && (shm.Polls || m.l.word.Load()&waiters == 0) {
			m.readers.wake(math.MaxInt32)
		}
		return err
	})
}

// Consistent says, after ErrOwnerDied from Lock and before Unlock, that what
// the lock protects is in order.
func (m *RWMutex) Consistent() error { return m.guarded("consistent", m.l.consistent) }

// RLock waits until this process has the lock for reading, or ctx is done, whose
// error it returns then, without the lock. With ErrOwnerDied it has it.
func (m *RWMutex) RLock(ctx context.Context) (err error) {
	if m.l.r.unsteady {
		defer m.l.r.caught(debug.SetPanicOnFault(true), &err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	m.count.Add(1)
	if m.l.word.Load() == 0 && !m.l.r.closed.Load() {
		m.l.order.after()
		return nil
	}
	return m.fail("lock", m.rlockSlow(ctx))
}

// TryRLock is RLock, but returns ErrBusy where that would wait.
func (m *RWMutex) TryRLock() error {
	return m.guarded("lock", func() error {
		m.count.Add(1)
		in, err := m.admitted(true)
		if !in && err == nil {
			err = ErrBusy
		}
		if !in {
			m.leave()
		}
		return err
	})
}

// admitted tells whether one who has counted himself may read. Owed is for one
// to whom writers that wait have had their chance to come first.
func (m *RWMutex) admitted(owed bool) (bool, error) {
	v := m.l.word.Load()
	switch id := v & idMask; {
	case id == nobody:
		return false, ErrNotRecoverable
	case id == 0 && (v&waiters == 0 || owed):
		m.l.order.after()
		return true, doubt(v)
	case id == 0 || m.l.r.alive(id) && (!owed || m.l.r.lives(id)):
		return false, nil
	}
	// The writer has ended: the lock is free, and what it protects doubtful.
	m.l.word.CompareAndSwap(v, v&^idMask|doubtful)
	shm.Wake(m.l.word, 1, false)
	return m.admitted(owed)
}

// rlockSlow waits for writers. The caller has counted itself, and is not
// counted while it waits.
func (m *RWMutex) rlockSlow(ctx context.Context) error {
	w := wait{r: m.l.r, ctx: ctx}
	defer w.end()
	var since time.Time
	for {
		owed := !since.IsZero() && time.Since(since) >= patience
		in, err := m.admitted(owed)
		if in {
			return err
		}
		m.leave()
		if err != nil {
			return err
		}
		if err := m.awaitWriter(&w, &since); err != nil {
			return err
		}
		m.count.Add(1)
	}
}

// awaitWriter waits until a writer unlocks or ends; where the lock is free and
// left to a writer that waits, not longer than one has patience with it.
func (m *RWMutex) awaitWriter(w *wait, since *time.Time) error {
	return m.turn.wait(w, &m.readers, func() (time.Duration, bool) {
		v := m.l.word.Load()
		id := v & idMask
		switch {
		case id == 0 && v&waiters == 0 || id == nobody:
			return 0, false
		case id == 0:
			if since.IsZero() {
				*since = time.Now()
			}
			return patience, true
		}
		*since = time.Time{}
		return backstop, w.holder(id)
	})
}

// leave takes one of this process's readers out of the count. A writer may be
// waiting for it.
func (m *RWMutex) leave() bool {
	m.l.order.before()
	for {
		n := m.count.Load()
		if n == 0 {
			return false
		}
		if !m.count.CompareAndSwap(n, n-1) {
			continue
		}
		if n == 1 && m.l.word.Load() != 0 {
			shm.Wake(m.count, 1, false)
		}
		return true
	}
}

// RUnlock ends what RLock has begun: ErrNotOwner, if this process does not have
// the lock for reading.
func (m *RWMutex) RUnlock() (err error) {
	if m.l.r.unsteady {
		defer m.l.r.caught(debug.SetPanicOnFault(true), &err)
	}
	if !m.leave() {
		return m.fail("unlock", ErrNotOwner)
	}
	return nil
}

func (m *RWMutex) guarded(op string, f func() error) error {
	return m.fail(op, m.l.r.try(f))
}

func (m *RWMutex) fail(op string, err error) error { return failed(op, m.l.r.name, err) }
