//go:build !windows

package ipc

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
)

// link puts an entry into the list, which it is ready with: behind all of its
// priority that came before it. It needs the lock.
func (s *slab) link(i int) {
	e := s.entry(i)
	for range s.n + 1 {
		if s.insert(i, s.behind(e)) {
			break
		}
	}
	s.lock.order.before()
	store(&e.state, entryReady|s.newTag())
}

// behind finds the entry that e is to follow. Those that were received are
// before all that are ready.
func (s *slab) behind(e *entry) uint32 {
	after := s.h.tail
	for range s.n {
		a, ok := s.linked(after)
		if !ok {
			return 0
		}
		if a.load()&entryMask != entryReady || !e.before(a) {
			break
		}
		after = a.prev
	}
	return after
}

// insert puts an entry behind another one, or first. The one that follows gets
// a new tag: who is about to receive that, as the first, has to look again. If
// it was received before, insert changes nothing and returns false.
func (s *slab) insert(i int, after uint32) bool {
	e, link := s.entry(i), &s.h.head
	if a, ok := s.linked(after); ok {
		link = &a.next
	}
	next := *link
	e.prev = after
	store(&e.next, next)
	store(link, uint32(i+1))
	b, ok := s.linked(next)
	if !ok {
		store(&e.next, 0)
		s.h.tail = uint32(i + 1)
		return true
	}
	v := b.load()
	if v&entryMask != entryReady || !atomic.CompareAndSwapUint32(&b.state, v, entryReady|s.newTag()) {
		store(link, next)
		return false
	}
	b.prev = uint32(i + 1)
	return true
}

func (s *slab) newTag() uint32 {
	s.h.tag++
	return s.h.tag & tagMask
}

func (e *entry) before(o *entry) bool {
	return e.priority > o.priority || e.priority == o.priority && e.seq < o.seq
}

// linked returns the entry that a link leads to.
func (s *slab) linked(link uint32) (*entry, bool) {
	if link == 0 || link > uint32(s.n) {
		return nil, false
	}
	return s.entry(int(link - 1)), true
}

// unlink takes an entry out of the list: state is what it becomes. It needs the
// lock.
func (s *slab) unlink(i int, state uint32) {
	e := s.entry(i)
	next, prev := e.next, e.prev
	if p, ok := s.linked(prev); ok {
		store(&p.next, next)
	} else {
		store(&s.h.head, next)
	}
	if n, ok := s.linked(next); ok {
		n.prev = prev
	} else {
		s.h.tail = prev
	}
	store(&e.state, state)
}

// sweep takes entries that were received out of the list, up to a number, and
// makes them free. It returns the first one. It needs the lock.
func (s *slab) sweep(most int) (first int, ok bool) {
	link := s.h.head
	for range most {
		e, in := s.linked(link)
		if !in || e.load()&entryMask != entryDone {
			break
		}
		if !ok {
			first, ok = int(link-1), true
		}
		link = e.next
		store(&s.h.head, link)
		store(&e.state, entryFree)
	}
	if !ok {
		return 0, false
	}
	if e, in := s.linked(link); in {
		e.prev = 0
	} else {
		s.h.tail = 0
	}
	return first, true
}

// pick finds the first entry that sel lets through, and makes it this
// process's; it is still in the list. It needs the lock. Links that lead astray,
// which someone must have written there, are made new; if they do again, it is
// ErrLayout.
func (s *slab) pick(sel Selector) (int, bool, error) {
	s.sweep(s.n)
	rebuilt := false
	for range s.n + 2 { // others may receive each of them meanwhile
		i, v, ok, sound := s.walk(sel)
		switch {
		case !sound && rebuilt:
			return 0, false, ErrLayout
		case !sound:
			s.rebuild()
			rebuilt = true
		case !ok:
			return 0, false, nil
		case atomic.CompareAndSwapUint32(&s.entry(i).state, v, entryOut|s.r.id):
			return i, true, nil
		}
	}
	return 0, false, ErrLayout
}

// keep leaves an entry that was picked in the list. It needs the lock.
func (s *slab) keep(i int) { store(&s.entry(i).state, entryReady|s.newTag()) }

// walk finds the first entry that sel lets through, and its state.
func (s *slab) walk(sel Selector) (found int, state uint32, ok, sound bool) {
	lowest := int64(math.MaxInt64)
	link := s.h.head
	for range s.n {
		if link == 0 {
			return found, state, ok, true
		}
		e, in := s.linked(link)
		if !in {
			return 0, 0, false, false
		}
		switch v := e.load(); {
		case v&entryMask == entryDone: // in this moment
		case v&entryMask != entryReady:
			return 0, 0, false, false
		case sel.matches(e.typ) && (!ok || e.typ < lowest):
			found, state, ok, lowest = int(link-1), v, true, e.typ
			if sel.kind() != selectUpTo {
				return found, state, ok, true
			}
		}
		link = e.next
	}
	return found, state, ok, link == 0
}

// length is how many bytes of data an entry in the list has. If it can't have as
// many, someone has written there: it is thrown away. It needs the lock.
func (s *slab) length(i int) (int, error) {
	if n := s.entry(i).length; n <= uint32(s.size) {
		return int(n), nil
	}
	s.unlink(i, entryFree)
	return 0, ErrLayout
}

// rebuild makes the list from the states: what processes that have ended had
// taken is ready again, and what they were filling is free. It needs the lock.
func (s *slab) rebuild() {
	store(&s.h.head, 0)
	s.h.tail = 0
	ready := s.ready()
	last := &s.h.head
	for _, r := range ready {
		e := s.entry(r.i)
		e.prev = s.h.tail
		store(&e.next, 0)
		store(last, uint32(r.i+1))
		last, s.h.tail = &e.next, uint32(r.i+1)
		s.h.seq = max(s.h.seq, r.seq+1)
	}
	for _, r := range ready {
		s.keep(r.i)
	}
}

// rank is the place of an entry in the list.
type rank struct {
	i        int
	priority uint32
	seq      uint64
}

// ready returns the entries that are ready, in order, after those who have
// ended have lost theirs. They are this process's: nobody else receives them as
// long as the list is not in order.
func (s *slab) ready() []rank {
	var all []rank
	for i := range s.n {
		if e := s.entry(i); s.recover(e) {
			all = append(all, rank{i, e.priority, e.seq})
		}
	}
	slices.SortFunc(all, func(a, b rank) int {
		return cmp.Or(cmp.Compare(b.priority, a.priority), cmp.Compare(a.seq, b.seq))
	})
	return all
}

// recover takes an entry that is ready, or that a process has which has ended,
// and tells whether there is something in it. One that is being received at this
// moment is, or it is not any more.
func (s *slab) recover(e *entry) bool {
	for range 2 {
		v := e.load()
		next := uint32(entryFree)
		switch kind := v & entryMask; {
		case v == entryFree:
			return false
		case kind == entryReady || kind == entryOut && !s.r.alive(v&idMask):
			next = entryOut | s.r.id
		case (kind == entryNew || kind == entryOut) && s.r.alive(v&idMask):
			return false
		}
		if atomic.CompareAndSwapUint32(&e.state, v, next) {
			return next != entryFree
		}
	}
	return false
}
