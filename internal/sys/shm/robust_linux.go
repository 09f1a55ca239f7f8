//go:build linux && !ipcportable

package shm

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/files"
	"gpipe/internal/sys/rlimit"
)

// perKeeper is how many words one thread can watch over: the kernel gives up
// after 2048.
const perKeeper = 2000

// keepers are the threads of this process whose lists the kernel walks. A list
// belongs to a thread, and the words to the process: so that a goroutine may
// use them on any thread, some threads do nothing but to have the lists.
var keepers struct {
	sync.Mutex
	all []*keeper
}

// keeper is one of the threads.
type keeper struct {
	tid  int
	page []byte // memory that does not move, for head
	head *robustHead
	list Enlisted // the ring of those that are in the list
	room int
	end  chan struct{}
	gone chan struct{}
}

// robustHead is struct robust_list_head. The word of a node is distance after
// it.
type robustHead struct {
	next     atomic.Uintptr
	distance uintptr
	pending  uintptr
}

// Enlist reserves a place in the list of a thread, whose id it returns: the
// word for which Watch is called has this id, and may have Waiters. Where the
// kernel has no such lists, or no room for a thread, it is an error.
func Enlist() (*Enlisted, int, error) {
	keepers.Lock()
	defer keepers.Unlock()
	for _, k := range keepers.all {
		if k.room > 0 {
			k.room--
			return &Enlisted{k: k}, k.tid, nil
		}
	}
	if !rlimit.Room(1) { // a thread that can't be had would be the end of the process
		return nil, 0, unix.EAGAIN
	}
	k, err := newKeeper()
	if err != nil {
		return nil, 0, err
	}
	k.room--
	keepers.all = append(keepers.all, k)
	return &Enlisted{k: k}, k.tid, nil
}

// Watch puts the word into the list. It is in memory from MapFronted, in the
// first FrontSize bytes: the list itself is in the front of that, which no
// other process has.
func (e *Enlisted) Watch(word *atomic.Uint32) {
	keepers.Lock()
	defer keepers.Unlock()
	// SAFETY: MapFronted has mapped this much before the word.
	e.node = (*atomic.Uintptr)(unsafe.Add(unsafe.Pointer(word), -FrontSize()))
	first := &e.k.list
	e.prev, e.next = first, first.next
	e.node.Store(e.prev.node.Load())
	// From here on the kernel finds it.
	// SAFETY: the kernel reads the address as one of mapped memory; Go does not.
	e.prev.node.Store(uintptr(unsafe.Pointer(e.node)))
	e.next.prev, first.next = e, e
}

// Unwatch takes the word out of the list.
func (e *Enlisted) Unwatch() {
	keepers.Lock()
	defer keepers.Unlock()
	if e.prev == nil {
		return
	}
	e.prev.node.Store(e.node.Load())
	e.prev.next, e.next.prev = e.next, e.prev
	e.prev, e.next = nil, nil
}

// Dismiss gives the place back; the word is not in the list any more. When it
// was the last one of the thread, this ends.
func (e *Enlisted) Dismiss() {
	e.Unwatch()
	keepers.Lock()
	defer keepers.Unlock()
	k := e.k
	k.room++
	if k.room < perKeeper {
		return
	}
	for i, other := range keepers.all {
		if other == k {
			keepers.all = append(keepers.all[:i], keepers.all[i+1:]...)
			break
		}
	}
	close(k.end)
	<-k.gone
	unix.Munmap(k.page)
}

func newKeeper() (*keeper, error) {
	page, err := unix.Mmap(-1, 0, os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, err
	}
	k := &keeper{page: page, room: perKeeper, end: make(chan struct{}), gone: make(chan struct{})}
	// SAFETY: the page is large enough and aligned, and stays until the thread
	// does not use it any more.
	k.head = (*robustHead)(unsafe.Pointer(&page[0]))
	k.head.next.Store(uintptr(unsafe.Pointer(k.head)))
	k.head.distance = uintptr(FrontSize())
	k.list.node = &k.head.next
	k.list.prev, k.list.next = &k.list, &k.list
	ready := make(chan error)
	go k.keep(ready)
	if err := <-ready; err != nil {
		unix.Munmap(page)
		return nil, err
	}
	return k, nil
}

// keep has the list until the end. The thread may have had another one, of the
// C library, and gets that back.
func (k *keeper) keep(ready chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(k.gone)
	var before, size uintptr
	// SAFETY: the kernel writes to the two variables, during the call.
	_, _, e := unix.RawSyscall(unix.SYS_GET_ROBUST_LIST, 0,
		uintptr(unsafe.Pointer(&before)), uintptr(unsafe.Pointer(&size)))
	if e == 0 {
		e = setRobustList(uintptr(unsafe.Pointer(k.head)))
	}
	if e != 0 {
		ready <- e
		return
	}
	k.tid = unix.Gettid()
	ready <- nil
	<-k.end
	setRobustList(before)
}

func setRobustList(head uintptr) unix.Errno {
	_, _, e := unix.RawSyscall(unix.SYS_SET_ROBUST_LIST, head, unsafe.Sizeof(robustHead{}), 0)
	return e
}

// ThreadGone tells whether there is no such thread in the process pid, or no
// such process, in the namespace of this one.
func ThreadGone(pid, tid int) bool {
	return pid > 0 && tid > 0 && unix.Tgkill(pid, tid, 0) == unix.ESRCH
}

// PidNamespace returns a number of the namespace that process ids are from; 0
// if it is not known.
func PidNamespace() uint32 {
	var st unix.Stat_t
	if unix.Stat("/proc/self/ns/pid", &st) != nil {
		return 0
	}
	return uint32(st.Ino)
}

// BootID returns what tells one start of the system from another.
func BootID() (id [16]byte) {
	text, err := files.ReadFile("/proc/sys/kernel/random/boot_id")
	n := 0
	for _, c := range text {
		d := unhex(c)
		if err != nil || d < 0 || n == 32 {
			continue
		}
		id[n/2] = id[n/2]<<4 | byte(d)
		n++
	}
	return id
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
