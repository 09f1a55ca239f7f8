package ipc

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
)

// link puts an entry into the list: behind all of its priority that came before
// it. It needs the lock.
func (s *slab) link(i int) {
	e := s.entry(i)
	after := s.h.tail
	for range s.n {
		a, ok := s.linked(after)
		if !ok || !e.before(a) {
			break
		}
		after = a.prev
	}
	e.prev = after
	if a, ok := s.linked(after); ok {
		e.next, a.next = a.next, uint32(i+1)
	} else {
		e.prev = 0
		e.next, s.h.head = s.h.head, uint32(i+1)
	}
	if b, ok := s.linked(e.next); ok {
		b.prev = uint32(i + 1)
	} else {
		e.next = 0
		s.h.tail = uint32(i + 1)
	}
	s.h.count++
	e.state = entryReady
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
		p.next = next
	} else {
		s.h.head = next
	}
	if n, ok := s.linked(next); ok {
		n.prev = prev
	} else {
		s.h.tail = prev
	}
	s.h.count--
	e.state = state
}

// pick finds the first entry that sel lets through. It needs the lock. Links
// that lead astray, which someone must have written there, are made new; if
// they do again, it is ErrLayout.
func (s *slab) pick(sel Selector) (int, bool, error) {
	first := s.h.head
	if e, ok := s.linked(first); ok && sel == Any && e.state == entryReady {
		return int(first - 1), true, nil
	}
	for range 2 {
		i, ok, sound := s.walk(sel)
		if sound {
			return i, ok, nil
		}
		s.rebuild()
	}
	return 0, false, ErrLayout
}

func (s *slab) walk(sel Selector) (found int, ok, sound bool) {
	lowest := int64(math.MaxInt64)
	link := s.h.head
	for range s.n {
		if link == 0 {
			return found, ok, true
		}
		e, in := s.linked(link)
		if !in || e.state != entryReady {
			return 0, false, false
		}
		typ := e.typ
		if sel.matches(typ) && (!ok || typ < lowest) {
			found, ok, lowest = int(link-1), true, typ
			if sel.kind() != selectUpTo {
				return found, ok, true
			}
		}
		link = e.next
	}
	return found, ok, link == 0
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
	ready := s.ready()
	s.h.head, s.h.tail = 0, 0
	var last *entry
	for _, r := range ready {
		e := s.entry(r.i)
		e.prev, e.next = s.h.tail, 0
		if last != nil {
			last.next = uint32(r.i + 1)
		} else {
			s.h.head = uint32(r.i + 1)
		}
		s.h.tail, last = uint32(r.i+1), e
		s.h.seq = max(s.h.seq, r.seq+1)
	}
	s.h.count = uint32(len(ready))
}

// rank is the place of an entry in the list.
type rank struct {
	i        int
	priority uint32
	seq      uint64
}

// ready returns the entries that are ready, in order, after those who have
// ended have lost theirs.
func (s *slab) ready() []rank {
	var all []rank
	for i := range s.n {
		e := s.entry(i)
		s.recover(e)
		if e.load() == entryReady {
			all = append(all, rank{i, e.priority, e.seq})
		}
	}
	slices.SortFunc(all, func(a, b rank) int {
		return cmp.Or(cmp.Compare(b.priority, a.priority), cmp.Compare(a.seq, b.seq))
	})
	return all
}

// recover takes an entry from a process that has ended.
func (s *slab) recover(e *entry) {
	v := e.load()
	switch kind := v & entryMask; {
	case v == entryFree || v == entryReady || s.r.alive(v&idMask):
	case kind == entryOut:
		atomic.CompareAndSwapUint32(&e.state, v, entryReady)
	default:
		atomic.CompareAndSwapUint32(&e.state, v, entryFree)
	}
}
