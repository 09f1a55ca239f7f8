package proc

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"gpipe/internal/sys"
	"gpipe/internal/sys/files"
)

// peer is a process as it was when the table was read.
type peer struct {
	pid, parent, group, session int
	began                       uint64 // in ticks since the machine started
}

// processTable is the processes that were running at one time.
type processTable struct {
	peers map[int]*peer
	kids  map[int][]*peer
	self  peer

	once    sync.Once
	holders map[uint64][]*peer // by the inodes of the pipes that they have
}

// processes reads the table, once for all who ask at the same time: many
// pipelines may be cancelled by one context.
var processes tableReader

type tableReader struct {
	mu   sync.Mutex
	next *tableRead // not begun
	busy sync.Mutex // one read at a time
}

type tableRead struct {
	done  chan struct{}
	table *processTable
}

// read returns a table whose reading began after the call.
func (r *tableReader) read() *processTable {
	r.mu.Lock()
	mine := r.next
	if mine != nil {
		r.mu.Unlock()
		<-mine.done
		return mine.table
	}
	mine = &tableRead{done: make(chan struct{})}
	r.next = mine
	r.mu.Unlock()
	r.busy.Lock()
	r.mu.Lock()
	r.next = nil
	r.mu.Unlock()
	mine.table = readProcesses()
	r.busy.Unlock()
	close(mine.done)
	return mine.table
}

// readProcesses returns nil where there is no proc(5).
func readProcesses() *processTable {
	dir, err := sys.Open(-1, "/proc", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil
	}
	defer sys.Close(dir)
	t := &processTable{peers: make(map[int]*peer), kids: make(map[int][]*peer)}
	buf := make([]byte, files.DirBufSize)
	var stat [1024]byte
	err = files.ReadDir(dir, ".", buf, func(name []byte, _ files.EntryType) {
		if len(name) == 0 || name[0] < '1' || name[0] > '9' {
			return
		}
		if p := readPeer(dir, string(name), stat[:]); p != nil {
			t.peers[p.pid] = p
			t.kids[p.parent] = append(t.kids[p.parent], p)
		}
	})
	self := t.peers[unix.Getpid()]
	if err != nil || self == nil {
		return nil
	}
	t.self = *self
	return t
}

// readPeer reads name/stat, relative to proc; nil: there is no such process,
// or it has ended.
func readPeer(proc int, name string, buf []byte) *peer {
	fd, err := sys.Open(proc, name+"/stat", unix.O_RDONLY, 0)
	if err != nil {
		return nil
	}
	n, err := unix.Read(fd, buf)
	sys.Close(fd)
	if err != nil || n <= 0 {
		return nil
	}
	return parsePeer(buf[:n])
}

// parsePeer reads the fields of proc_pid_stat(5). The second, a name in
// parentheses, may have any character in it.
func parsePeer(stat []byte) *peer {
	const state, parent, group, session, began = 0, 1, 2, 3, 19
	num, _, _ := bytes.Cut(stat, []byte(" ("))
	end := bytes.LastIndexByte(stat, ')')
	if end < 0 {
		return nil
	}
	f := bytes.Fields(stat[end+1:])
	if len(f) <= began || f[state][0] == 'Z' || f[state][0] == 'X' {
		return nil
	}
	number := func(b []byte) int {
		n, _ := strconv.Atoi(string(b))
		return n
	}
	p := &peer{pid: number(num), parent: number(f[parent]), group: number(f[group]), session: number(f[session])}
	p.began, _ = strconv.ParseUint(string(f[began]), 10, 64)
	return p
}

// look is Look with the table. k.mu is held.
func (k *Kin) lookIn(t *processTable, children []int) (more bool) {
	var todo []*peer
	for _, pid := range children {
		if p := t.peers[pid]; p != nil && p.parent == t.self.pid {
			todo = append(todo, t.kids[pid]...)
		}
	}
	for pid, began := range k.found {
		if p := t.peers[pid]; p != nil && p.began == began {
			todo = append(todo, t.kids[pid]...)
		}
	}
	for inode := range k.pipes {
		todo = append(todo, t.having(inode)...)
	}
	skip := map[int]bool{t.self.pid: true}
	for _, pid := range children {
		skip[pid] = true
	}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if skip[p.pid] {
			continue
		}
		skip[p.pid] = true
		todo = append(todo, t.kids[p.pid]...)
		if began, known := k.found[p.pid]; !known || began != p.began {
			if k.found == nil {
				k.found = make(map[int]uint64)
			}
			k.found[p.pid] = p.began
			more = true
		}
	}
	return more
}

// having returns the processes of this one's group that have a pipe, but not
// this one.
func (t *processTable) having(inode uint64) []*peer {
	t.once.Do(func() {
		t.holders = make(map[uint64][]*peer)
		for _, p := range t.peers {
			if p.group != t.self.group || p.session != t.self.session || p.pid == t.self.pid || t.beginning(p) {
				continue
			}
			for _, inode := range pipesOf(p.pid) {
				t.holders[inode] = append(t.holders[inode], p)
			}
		}
	})
	return t.holders[inode]
}

// beginning tells whether p may be a child that somebody else in this program
// is about to start: it has all that this process has until it executes its
// own file.
func (t *processTable) beginning(p *peer) bool {
	if p.parent != t.self.pid {
		return false
	}
	var child, self unix.Stat_t
	return unix.Stat("/proc/"+strconv.Itoa(p.pid)+"/exe", &child) != nil || unix.Stat("/proc/self/exe", &self) != nil ||
		child.Dev == self.Dev && child.Ino == self.Ino
}

// pipesOf returns the inodes of the pipes that a process has open.
func pipesOf(pid int) (inodes []uint64) {
	dir, err := sys.Open(-1, "/proc/"+strconv.Itoa(pid)+"/fd", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil
	}
	defer sys.Close(dir)
	var link [64]byte
	files.ReadDir(dir, ".", make([]byte, 4096), func(name []byte, _ files.EntryType) {
		n, err := unix.Readlinkat(dir, string(name), link[:])
		if err != nil {
			return
		}
		number, ok := strings.CutPrefix(string(link[:n]), "pipe:[")
		if !ok {
			return
		}
		if inode, err := strconv.ParseUint(strings.TrimSuffix(number, "]"), 10, 64); err == nil {
			inodes = append(inodes, inode)
		}
	})
	return inodes
}

// pipeInode returns the inode of a pipe, 0 for anything else.
func pipeInode(fd int) uint64 {
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFIFO {
		return 0
	}
	return st.Ino
}

// signalIf sends sig to the process pid if it is the one that began then, and
// tells whether that is there. Where a process can be held by a descriptor, no
// other one is hit.
func signalIf(pid int, began uint64, sig syscall.Signal) bool {
	held, err := unix.PidfdOpen(pid, 0)
	if err == nil {
		defer sys.Close(held)
	}
	var buf [1024]byte
	p := readPeer(-1, "/proc/"+strconv.Itoa(pid), buf[:])
	if p == nil || p.began != began {
		return false
	}
	if err == nil {
		err = unix.PidfdSendSignal(held, sig, nil, 0)
	}
	if err != nil && err != unix.ESRCH && err != unix.EPERM { // there is no such call
		err = unix.Kill(pid, sig)
	}
	return err != unix.ESRCH
}
