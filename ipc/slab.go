//go:build !windows

package ipc

import (
	"context"
	"math"
	"math/bits"
	"sync/atomic"
	"unsafe"
)

// slab is a number of entries of equal size in shared memory, those that are
// ready in a list: what queues are made of. The state of an entry alone says
// what it is, and whose. The list needs a lock; when a process dies with that,
// the list is made again from the states. Long data is copied without the lock.
// What is in front of the list can be received without it, see front.
type slab struct {
	r        *region
	at       int
	n        int
	size     int // bytes of data in an entry
	stride   int
	h        *slabHead
	entries  []byte
	lock     lock
	arrived  event // an entry became ready
	freed    event // or free
	senders  gate
	takers   gate
	choosers queueing
}

// slabHead is the beginning of a slab. From lock on everything belongs to the
// lock; head and hint are read without it, too.
type slabHead struct {
	kind, n, size uint32
	_             [13]uint32

	lock       uint32
	head, tail uint32 // index + 1, or 0
	tag        uint32 // of the entry that became ready last
	hint       uint32 // where to look for a free entry
	closed     uint32
	seq        uint64 // of the next entry
	_          [8]uint32

	arrived, freed uint32
	choosy         atomic.Uint32 // someone waits for some of the entries only
	_              [13]uint32

	front uint32     // index + 1 of the entry that was received last without the lock, perhaps
	_     [15]uint32 // entries are at multiples of 128
}

// entry is what comes before the data of one. What is not the state belongs to
// the lock while the entry is in the list, else to the process that has it.
type entry struct {
	state      uint32
	length     uint32
	priority   uint32
	next, prev uint32 // index + 1, or 0
	given      uint32 // how often it was taken
	typ        int64
	seq        uint64
	_          [6]uint32
}

// The state of an entry is one of these, and the id of a member with those that
// someone has. Who has the lock changes it, and who has the entry; and who
// receives the first that is ready makes that done. With ready and done there is
// a tag, another one each time that the entry gets a place in the list.
const (
	entryFree  = 0
	entryNew   = 1 << (slotBits + genBits) // someone is filling it
	entryReady = 2 << (slotBits + genBits) // it is in the list
	entryOut   = 3 << (slotBits + genBits) // someone has taken it
	entryDone  = 4 << (slotBits + genBits) // it was received, and is still in the list

	entryMask = 7 << (slotBits + genBits)
	tagMask   = 1<<(slotBits+genBits) - 1
)

const (
	slabHeadSize = int(unsafe.Sizeof(slabHead{}))
	entryHead    = int(unsafe.Sizeof(entry{}))
	maxEntries   = 1 << 20
	maxData      = 1 << 30

	// longData is from how many bytes on data is copied without the lock.
	longData = 512

	// sweepSome is how many received entries are made free at a time.
	sweepSome = 32
)

// slabSize is how many bytes n entries of size bytes take; 0 if that can't be.
func slabSize(n, size int) int {
	if n < 1 || n > maxEntries || size < 0 || size > maxData {
		return 0
	}
	hi, all := bits.Mul64(uint64(n), uint64(entryStride(size)))
	if hi != 0 || all > math.MaxInt-uint64(slabHeadSize) {
		return 0
	}
	return slabHeadSize + int(all)
}

func entryStride(size int) int { return entryHead + (size+align-1)/align*align }

// open sets s to the slab at an offset, and makes it one if there is none.
func (s *slab) open(r *region, at int, kind uint32, n, size int) error {
	*s = slab{r: r, at: at, n: n, size: size, stride: entryStride(size),
		senders: newGate(), takers: newGate()}
	// SAFETY: place has checked that slabSize bytes follow, and the offset is a
	// multiple of 64.
	s.h = (*slabHead)(unsafe.Pointer(&r.mem[at : at+slabHeadSize][0]))
	s.entries = r.mem[at+slabHeadSize:][: n*s.stride : n*s.stride]
	s.lock = newLock(r, at+int(unsafe.Offsetof(s.h.lock)))
	s.arrived = event{r.at(at + int(unsafe.Offsetof(s.h.arrived)))}
	s.freed = event{r.at(at + int(unsafe.Offsetof(s.h.freed)))}
	return r.brand(at, kind, func() error {
		s.h.n, s.h.size = uint32(n), uint32(size)
		return nil
	}, func() error {
		if s.h.n != uint32(n) || s.h.size != uint32(size) {
			return ErrLayout
		}
		return nil
	})
}

func (s *slab) entry(i int) *entry {
	// SAFETY: the index is checked; an entry is at a multiple of 64, and whole.
	return (*entry)(unsafe.Pointer(&s.entries[i*s.stride]))
}

func (s *slab) data(i int) []byte {
	at := i*s.stride + entryHead
	return s.entries[at : at+s.size : at+s.size]
}

// load reads the state without the lock.
func (e *entry) load() uint32 { return atomic.LoadUint32(&e.state) }

// count is how many entries are ready at this moment.
func (s *slab) count() (n int) {
	for i := range s.n {
		if s.entry(i).load()&entryMask == entryReady {
			n++
		}
	}
	return n
}

// closed tells whether nothing is to be added any more.
func (s *slab) closed() bool { return atomic.LoadUint32(&s.h.closed) != 0 }

// held tells whether this process has an entry.
func (s *slab) held() bool {
	for i := range s.n {
		if s.entry(i).load() == entryOut|s.r.id {
			return true
		}
	}
	return s.lock.mine()
}

// enter takes the lock, and puts the list in order if a process has died with
// it.
func (s *slab) enter(ctx context.Context) error {
	if s.lock.now() {
		return nil
	}
	return s.enterSlow(ctx)
}

func (s *slab) enterSlow(ctx context.Context) (err error) {
	if _, ok := ctx.(brief); ok {
		err = s.lock.lockSoon()
	} else {
		err = s.lock.lock(ctx)
	}
	if err == ErrOwnerDied {
		s.rebuild()
		return s.lock.consistent()
	}
	return err
}

func (s *slab) leave() {
	if !s.lock.back() {
		s.lock.unlockSlow()
	}
}

// put adds an entry, behind all of its priority, unless there is none free. Fit
// is called with the lock before: false says to add none.
func (s *slab) put(ctx context.Context, typ int64, priority uint32, data []byte, fit func() error) (done bool, err error) {
	if err := s.enter(ctx); err != nil {
		return false, err
	}
	i, ok := s.free()
	if !ok {
		s.leave()
		return false, nil
	}
	if len(data) >= longData {
		s.entry(i).state = entryNew | s.r.id
		s.leave()
		s.fill(i, data)
		if err := s.enter(ctx); err != nil {
			s.release(i, entryNew)
			return false, err
		}
	} else {
		s.fill(i, data)
	}
	e := s.entry(i)
	e.typ, e.priority = typ, priority
	if fit != nil {
		if err := fit(); err != nil {
			s.leave()
			s.release(i, e.state)
			return false, err
		}
	}
	e.given = 0
	e.seq = s.h.seq
	s.h.seq++
	s.link(i)
	s.leave()
	s.announce()
	return true, nil
}

func (s *slab) fill(i int, data []byte) {
	s.entry(i).length = uint32(len(data))
	copy(s.data(i), data)
}

// free finds a free entry. It needs the lock.
func (s *slab) free() (int, bool) {
	i := s.hint()
	if s.entry(i).load() != entryFree {
		if swept, ok := s.sweep(sweepSome); ok {
			i = swept
		}
	}
	for range s.n {
		if i == s.n {
			i = 0
		}
		if s.entry(i).load() == entryFree {
			s.h.hint = uint32(i + 1)
			return i, true
		}
		i++
	}
	return 0, false
}

// hint is where to look for a free entry first.
func (s *slab) hint() int {
	if i := atomic.LoadUint32(&s.h.hint); i < uint32(s.n) {
		return int(i)
	}
	return 0
}

// release makes an entry that this process has free: ErrNotOwner, if it does
// not have it.
func (s *slab) release(i int, kind uint32) error {
	if kind != entryFree && !atomic.CompareAndSwapUint32(&s.entry(i).state, kind&entryMask|s.r.id, entryFree) {
		return ErrNotOwner
	}
	s.freed.wake(1)
	return nil
}
