//go:build !windows

package ipc

import "sync/atomic"

// What was received without the lock stays in the list, done, until someone who
// has the lock takes it out. Only the first entry that is ready is received so:
// what is done is in front of all that is ready. So each entry that is done leads
// to the first one that is ready; and an entry that gets a place in front of that
// gives it a new tag, with which whoever was about to receive it fails.

// frontSteps is how many entries that are done are passed over.
const frontSteps = 64

// front finds the first entry that is ready, and its state. If it finds none
// there may be one all the same: who has the lock knows.
func (s *slab) front() (i int, state uint32, ok bool) {
	e, ok := s.linked(atomic.LoadUint32(&s.h.front))
	if !ok || e.load()&entryMask != entryDone {
		at := atomic.LoadUint32(&s.h.head)
		if e, ok = s.linked(at); !ok {
			return 0, 0, false
		}
		if v := e.load(); v&entryMask == entryReady {
			return int(at - 1), v, atomic.LoadUint32(&s.h.head) == at
		}
	}
	for range frontSteps {
		v, at := e.load(), atomic.LoadUint32(&e.next)
		next, ok := s.linked(at)
		if !ok || v&entryMask != entryDone {
			break
		}
		w := next.load()
		if atomic.LoadUint32(&e.next) != at || e.load() != v {
			break // e is not in front any more, or the next one not behind it
		}
		if w&entryMask == entryReady {
			return int(at - 1), w, true
		}
		e = next
	}
	return 0, 0, false
}

// ahead tells whether there is something to receive, as far as can be seen
// without the lock.
func (s *slab) ahead() bool {
	_, _, ok := s.front()
	return ok
}

// finish makes the entry that front has found done, if it still is as it was.
func (s *slab) finish(i int, state uint32) bool {
	if !atomic.CompareAndSwapUint32(&s.entry(i).state, state, entryDone|state&tagMask) {
		return false
	}
	s.lock.order.after()
	store(&s.h.front, uint32(i+1))
	s.freed.wake(1)
	return true
}
