//go:build !windows

package ipc

import (
	"fmt"
	"math"
	"sync/atomic"
	"unsafe"

	"gpipe/internal/sys"
	"gpipe/internal/sys/locks"
	"gpipe/internal/sys/shm"
)

// A process that has opened shared memory is a member: it has one entry in the
// table at the beginning of the memory. The first word of the entry is its
// life, which the kernel changes when the process ends. What a process holds,
// a lock, a permit, an item, has its id in it: the number of the entry, and
// how often that was used. So whoever waits for the holder can see that there
// is none any more; and a process has one word that the kernel watches, however
// much it holds.
//
// The id of a thread would not do: in another namespace of process ids another
// one has the same, and the kernel, which compares nothing else, would take a
// living one for dead.
const (
	members   = 1008 // processes that can have the memory open
	entrySize = 16

	slotBits = 10
	genBits  = 19
	idMask   = 1<<(slotBits+genBits) - 1
	slotMask = 1<<slotBits - 1
	genMask  = 1<<genBits - 1

	nobody = idMask // an id that no process has
)

// fileLife is a flag in the life of a process of which the kernel keeps no list:
// a lock on a file, which the other bits name together with the process id, tells
// whether it lives. No thread has an id with this bit.
const (
	fileLife  = 1 << 29
	tokenMask = fileLife - 1
)

// member is an entry of the table.
type member struct {
	life *atomic.Uint32 // 0, or the thread that the kernel watches, with flags
	gen  *atomic.Uint32 // how often the entry was used
	pid  *atomic.Uint32
	tag  *atomic.Uint32 // the namespace of pid
}

func (r *region) member(slot int) member {
	at := membersAt + slot*entrySize
	return member{r.at(at), r.at(at + 4), r.at(at + 8), r.at(at + 12)}
}

// at returns a word of the shared memory. Only the offsets of this package's
// own structures are used, and their place is checked when they are opened.
func (r *region) at(offset int) *atomic.Uint32 { return wordAt(r.mem, offset) }

// wordAt returns the word at an offset that is a multiple of 4.
func wordAt(mem []byte, offset int) *atomic.Uint32 {
	// SAFETY: the slice checks the bounds; memory is mapped by pages.
	return (*atomic.Uint32)(unsafe.Pointer(&mem[offset : offset+4][0]))
}

// ended tells whether a life is over. A process that has taken an entry and
// does not have all of it yet, or that is about to leave, has a life without
// Waiters, and no id that counts.
func ended(life uint32) bool { return life&shm.Waiters == 0 || life&shm.Ended != 0 }

// join makes this process a member. Alone says that nobody else does so at the
// same time: an entry that someone has begun to take is then that of a process
// that has ended.
func (r *region) join(alone bool) error {
	place, tid, err := shm.Enlist()
	life := uint32(tid)
	if err != nil {
		token, err := locks.Live(tokenMask)
		if err != nil {
			return err
		}
		life = fileLife | token
	}
	r.place = place
	joined := false
	defer func() {
		if !joined {
			r.dismiss()
		}
	}()
	for range 3 {
		if r.slot, err = r.claim(life, alone); err != nil {
			return err
		}
		if joined = r.enter(life); joined {
			return nil
		}
	}
	return ErrLayout // others take it away again and again
}

// enter fills in the entry that is claimed. It returns false if another process
// has taken that meanwhile, as one does that has the lock on joining.
func (r *region) enter(life uint32) bool {
	m := r.member(r.slot)
	if r.place != nil {
		r.place.Watch(m.life)
	}
	gen := m.gen.Load()&genMask + 1
	if gen > genMask {
		gen = 1
	}
	m.gen.Store(gen)
	m.pid.Store(uint32(sys.Getpid()))
	m.tag.Store(r.namespace)
	r.id = gen<<slotBits | uint32(r.slot)
	raise(r.at(highAt), uint32(r.slot+1))
	if !m.life.CompareAndSwap(life, life|shm.Waiters) {
		if r.place != nil {
			r.place.Unwatch()
		}
		return false
	}
	return true
}

// raise makes the word at least n.
func raise(word *atomic.Uint32, n uint32) {
	for {
		old := word.Load()
		if old >= n || word.CompareAndSwap(old, n) {
			return
		}
	}
}

// claim takes the first entry that nobody has.
func (r *region) claim(life uint32, alone bool) (int, error) {
	for _, thorough := range [...]bool{false, true} {
		for slot := range members {
			m := r.member(slot)
			old := m.life.Load()
			free := old == 0 || old&shm.Ended != 0 || alone && old&shm.Waiters == 0 || thorough && r.gone(slot, old)
			if free && m.life.CompareAndSwap(old, life) {
				return slot, nil
			}
		}
	}
	return 0, fmt.Errorf("%d processes have it open: %w", members, ErrBusy)
}

// leave ends the membership: nothing has this process's id any more.
func (r *region) leave() {
	defer r.dismiss()
	r.guard(func() error {
		m := r.member(r.slot)
		life := m.life.Load()
		if !m.life.CompareAndSwap(life, life&^uint32(shm.Waiters)) {
			return ErrLayout // someone else has written there
		}
		if r.place != nil {
			r.place.Unwatch()
		}
		m.life.CompareAndSwap(life&^uint32(shm.Waiters), 0)
		shm.Wake(m.life, math.MaxInt32, false)
		return nil
	})
}

func (r *region) dismiss() {
	if r.place != nil {
		r.place.Dismiss()
	} else {
		locks.Unlive()
	}
}

// alive tells whether the process with an id, which anyone may have written,
// still lives and is a member.
func (r *region) alive(id uint32) bool {
	slot, gen := int(id&slotMask), id>>slotBits&genMask
	if slot >= members {
		return false
	}
	m := r.member(slot)
	life := m.life.Load()
	if ended(life) || m.gen.Load() != gen {
		return false
	}
	return life&fileLife == 0 || slot == r.slot || !r.gone(slot, life)
}

// lives is alive for one who is not going to wait for the end of the process,
// which the kernel may have been unable to tell of: it stops at the first memory
// that it finds no longer there.
func (r *region) lives(id uint32) bool {
	if !r.alive(id) {
		return false
	}
	slot := int(id & slotMask)
	return slot == r.slot || !r.gone(slot, r.member(slot).life.Load())
}

// gone finds out, without the kernel having said so, that a member has ended:
// where there is only its file, and where its last thread but that with the
// list took something when the kernel had already walked that. It makes it
// known.
func (r *region) gone(slot int, life uint32) bool {
	if ended(life) {
		return true
	}
	m := r.member(slot)
	gen, pid, tag := m.gen.Load(), m.pid.Load(), m.tag.Load()
	switch {
	case life&fileLife != 0:
		if !locks.LifeFileEnded(int(pid), life&tokenMask) {
			return false
		}
	case r.namespace == 0 || tag != r.namespace || !shm.ThreadGone(int(pid), int(life&shm.TidMask)):
		return false
	}
	if m.gen.Load() != gen {
		return false // another one has the entry now
	}
	if m.life.CompareAndSwap(life, shm.Ended) {
		shm.Wake(m.life, math.MaxInt32, false)
	}
	return true
}

// crowd counts the members that live.
func (r *region) crowd() int {
	n := 0
	for slot := range r.high() {
		life := r.member(slot).life.Load()
		if !ended(life) && !r.gone(slot, life) {
			n++
		}
	}
	return n
}

// high is how many entries of the table were ever used.
func (r *region) high() int { return int(min(r.at(highAt).Load(), members)) }
