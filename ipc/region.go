//go:build !windows

package ipc

import (
	"encoding/binary"
	"io/fs"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/shm"
)

// What is where at the beginning of the memory.
const (
	magic   = "gpipeIPC"
	version = 1

	versionAt = 8
	tableAt   = 12 // how many bytes come before those of the user
	sizeAt    = 16 // how many bytes are the user's
	bootAt    = 24 // the start of the system that the members are from
	highAt    = 40
	initAt    = 44 // a lock, for whoever makes something in the memory
	madeByAt  = 48
	madeAt    = 56
	membersAt = 256
)

// region is shared memory with a table of members. The words and bytes in it
// are everybody's: each is read once, checked and then used.
type region struct {
	name string
	all  []byte // the mapping: front and mem
	mem  []byte // from the beginning of the table on
	user []byte

	unsteady  bool // someone may make the file shorter
	namespace uint32
	place     *shm.Enlisted
	slot      int
	id        uint32

	init    lock
	closed  atomic.Bool
	waiting atomic.Int32 // goroutines that wait in the kernel

	mu    sync.Mutex
	parts map[int]part // what was made in the memory, by its place
}

// tableSize is how many bytes come before those of the user.
func tableSize() int { return shm.FrontSize() }

// whole is how many bytes of a file hold size bytes of the user.
func whole(size int) (int, error) {
	if size <= 0 {
		return 0, sys.EINVAL
	}
	page := shm.FrontSize()
	if size > math.MaxInt-2*page {
		return 0, ErrTooBig
	}
	return tableSize() + (size+page-1)/page*page, nil
}

// newRegion maps the file fd, which is new and filled with zeros, for size
// bytes of the user, and joins.
func newRegion(name string, fd, size int) (*region, error) {
	r, err := mapRegion(name, fd, size)
	if err != nil {
		return nil, err
	}
	err = r.guard(func() error {
		r.writeHeader(size)
		return r.join(true)
	})
	if err != nil {
		shm.Unmap(r.all)
		return nil, err
	}
	return r, nil
}

func (r *region) writeHeader(size int) {
	order := binary.NativeEndian
	copy(r.mem, magic)
	order.PutUint32(r.mem[versionAt:], version)
	order.PutUint32(r.mem[tableAt:], uint32(tableSize()))
	order.PutUint64(r.mem[sizeAt:], uint64(size))
	order.PutUint32(r.mem[madeByAt:], uint32(sys.Getpid()))
	order.PutUint64(r.mem[madeAt:], uint64(time.Now().Unix()))
	boot := shm.BootID()
	copy(r.mem[bootAt:], boot[:])
}

// openRegion maps the file fd, which newRegion has made once, and joins.
func openRegion(name string, fd int) (*region, error) {
	size, err := readHeader(fd)
	if err != nil {
		return nil, err
	}
	r, err := mapRegion(name, fd, size)
	if err != nil {
		return nil, err
	}
	alone := sole(fd)
	err = r.guard(func() error {
		r.sinceBoot()
		return r.join(alone.locked)
	})
	alone.end()
	if err != nil {
		shm.Unmap(r.all)
		return nil, err
	}
	return r, nil
}

// readHeader checks the beginning of a file and returns the size for the user.
func readHeader(fd int) (size int, err error) {
	var head [membersAt]byte
	n, err := files.ReadFileFrom(fd, head[:], 0)
	if err != nil {
		return 0, err
	}
	st, err := files.StatFd(fd)
	if err != nil {
		return 0, err
	}
	return checkHeader(head[:n], st.Size)
}

// checkHeader checks the beginning of a file of length bytes.
func checkHeader(head []byte, length int64) (size int, err error) {
	order := binary.NativeEndian
	if len(head) < membersAt || string(head[:len(magic)]) != magic {
		return 0, ErrLayout
	}
	if order.Uint32(head[versionAt:]) != version || order.Uint32(head[tableAt:]) != uint32(tableSize()) {
		return 0, ErrLayout
	}
	n := order.Uint64(head[sizeAt:])
	if n > math.MaxInt {
		return 0, ErrLayout
	}
	all, err := whole(int(n))
	switch {
	case err != nil:
		return 0, ErrLayout
	case int64(all) > length:
		return 0, ErrTruncated
	}
	return int(n), nil
}

func mapRegion(name string, fd, size int) (*region, error) {
	all, err := whole(size)
	if err != nil {
		return nil, err
	}
	front, mem, err := shm.MapFronted(fd, all)
	if err != nil {
		return nil, err
	}
	r := &region{name: name, mem: mem, unsteady: !shm.Steady(fd), namespace: shm.PidNamespace(),
		parts: make(map[int]part)}
	// SAFETY: MapFronted has mapped mem directly after front.
	r.all = unsafe.Slice(unsafe.SliceData(front), len(front)+len(mem))
	r.user = mem[tableSize():][:size:size]
	r.init = newLock(r, initAt)
	return r, nil
}

// soleness is the right to look after entries that someone has begun to take.
type soleness struct {
	fd     int
	locked bool
}

// sole waits for a lock on the file that ends with the process. A descriptor
// that was handed on shares its lock with that of another process: only one
// that is opened anew counts.
func sole(fd int) soleness {
	again, err := sys.Open(-1, sys.FdPath(fd), files.ReadWrite, 0)
	if err != nil {
		return soleness{fd: -1}
	}
	return soleness{again, flockSoon(again)}
}

// flockSoon waits for a lock that everybody has for a moment only. It returns
// false if someone else, who is none of us, has it all the time.
func flockSoon(fd int) bool {
	const tries, nap = 1000, time.Millisecond
	for range tries {
		if err := files.Flock(fd, files.LockExclusive, false); err != sys.EAGAIN {
			return err == nil
		}
		time.Sleep(nap)
	}
	return false
}

func (s soleness) end() {
	if s.fd >= 0 {
		sys.Close(s.fd)
	}
}

// sinceBoot has all members of before the start of the system ended. Where a
// file outlives that, nobody else was there to say so.
func (r *region) sinceBoot() {
	boot := shm.BootID()
	if boot == ([16]byte{}) || [16]byte(r.mem[bootAt:bootAt+16]) == boot {
		return
	}
	for slot := range r.high() {
		m := r.member(slot)
		if life := m.life.Load(); life != 0 && life&fileLife == 0 {
			m.life.CompareAndSwap(life, shm.Ended)
		}
	}
	copy(r.mem[bootAt:], boot[:])
}

// close lets the memory go: ErrBusy, if this process has something of it or
// waits for it. The addresses stay valid until nobody can use them, so that a
// goroutine that is in a call meanwhile gets an error at worst.
func (r *region) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed.Load() {
		return fs.ErrClosed
	}
	if r.busy() {
		return ErrBusy
	}
	r.closed.Store(true)
	r.leave()
	if err := shm.Blank(r.all); err != nil {
		return err
	}
	runtime.AddCleanup(r, func(all []byte) { shm.Unmap(all) }, r.all)
	return nil
}

func (r *region) busy() (busy bool) {
	if r.waiting.Load() > 0 {
		return true
	}
	err := r.try(func() error {
		for _, p := range r.parts {
			busy = busy || p.held()
		}
		return nil
	})
	return busy && err == nil
}
