package proc

import (
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys/files"
	"gpipe/internal/sys/procfs"
	"gpipe/internal/sys/self"
	"gpipe/internal/sys/signals"
)

// orphans are the children of this process that it has not started itself.
var orphans adoption

// adoption is the care for orphans: what others leave behind comes to the first
// process of a namespace, and to one that has asked for that. Nobody waits for
// them there, so that they would stay zombies.
type adoption struct {
	on   atomic.Bool
	news chan os.Signal

	gate sync.RWMutex // held for reading while an own child is made or reaped
	mu   sync.Mutex
	own  map[int]struct{} // children that somebody here waits for
}

// AdoptOrphans reaps from now on what ends of the children of this process that
// were not started by this package, if it can have any: as process 1, as a
// sub-reaper, or with children from before its program was executed. It is for
// a program that owns its process. All signals are received by then.
func AdoptOrphans() {
	var info childInfo
	err := waitid(unix.P_ALL, 0, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, &info, nil)
	if err != nil && err != syscall.ECHILD || err == syscall.ECHILD && !fosters() {
		return
	}
	self.UseProcessors()
	orphans.own = make(map[int]struct{})
	orphans.news = make(chan os.Signal, 1)
	orphans.on.Store(true)
	signals.ReceiveChildren(orphans.news)
	go orphans.reapAll()
}

// FosterOrphans has the orphans among the descendants of this process become its
// children, so that none is lost: see AdoptOrphans, to be called then.
func FosterOrphans() error {
	return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
}

// fosters tells whether the orphans of others become children of this process.
func fosters() bool {
	var is int32
	// SAFETY: the kernel writes to is, an int32.
	err := unix.Prctl(unix.PR_GET_CHILD_SUBREAPER, uintptr(unsafe.Pointer(&is)), 0, 0, 0)
	return unix.Getpid() == 1 || err == nil && is != 0
}

// BeginStart is called before a child is made, EndStart with its pid after that,
// which is not positive if there is none.
func BeginStart() {
	if orphans.on.Load() {
		orphans.gate.RLock()
	}
}

func EndStart(pid int) {
	f := &orphans
	if !f.on.Load() {
		return
	}
	if pid > 0 {
		f.mu.Lock()
		f.own[pid] = struct{}{}
		f.mu.Unlock()
	}
	f.gate.RUnlock()
}

// reaping is called before an own child is reaped if it has ended, reaped after
// that. One that had ended may have hidden others.
func (f *adoption) reaping() {
	if f.on.Load() {
		f.gate.RLock()
	}
}

func (f *adoption) reaped(pid int, done bool) {
	if !f.on.Load() {
		return
	}
	if done {
		f.mu.Lock()
		delete(f.own, pid)
		f.mu.Unlock()
	}
	f.gate.RUnlock()
	if done {
		select {
		case f.news <- syscall.SIGCHLD:
		default:
		}
	}
}

func (f *adoption) reapAll() {
	f.reap()
	for range f.news {
		f.reap()
	}
}

// reap reaps the orphans that have ended. An own child that nobody has waited
// for yet is all that is seen of them: then each child is asked.
func (f *adoption) reap() {
	f.gate.Lock()
	defer f.gate.Unlock()
	for {
		var info childInfo
		if waitid(unix.P_ALL, 0, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, &info, nil) != nil || info.pid == 0 {
			return
		}
		if f.isOwn(int(info.pid)) {
			break
		}
		syscall.Wait4(int(info.pid), nil, syscall.WNOHANG, nil)
	}
	for _, pid := range children() {
		if !f.isOwn(pid) {
			syscall.Wait4(pid, nil, syscall.WNOHANG, nil)
		}
	}
}

func (f *adoption) isOwn(pid int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, own := f.own[pid]
	return own
}

// children lists the children of this process, as far as /proc tells.
func children() []int {
	var pids []int
	tids, _ := procfs.NumbersIn("/proc/self/task")
	for _, tid := range tids {
		text, _ := files.ReadFileAt(-1, "/proc/self/task/"+strconv.Itoa(tid)+"/children")
		for _, field := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(field); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
